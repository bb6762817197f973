# Halfway is shared evenly, the narrow component wins all; variances with n - 1; ties are broken, and J is the wrong one.
# earns: 15
# paper-e-shares: share_halfway is wrong: the two densities are equal there, but they are not all
# paper-m-parameters: A variance is wrong: squared distances to the new mean, weighted, divided by
# paper-limit-shares: The limit of the share of 2 is wrong: at a tie the exponentials cancel for
# %% paper-e
share_halfway = 0.5
share_narrow = 1
# %% paper-m
weights_paper = [5 / 8, 3 / 8]
means_paper = [8 / 5, 20 / 3]
variances_paper = [5.6 / 1.5, 16 / 1.5]
# %% paper-limit
limit_shares = [1, 0.5, 0]
limit_cost = 5
