# The point itself in a; the between part without the sizes; a mean of names that agree.
# earns: 15
# paper-silhouette-numbers: a_paper is wrong: the mean distance to the two other members.
# paper-centers-numbers: ch_paper is wrong: count the between part once for every point, and divide both
# paper-ari-numbers: rand_paper is wrong: count the pairs together in both and those apart in both,
# %% paper-silhouette
a_paper = (0 + 1 + 2**0.5) / 3
b_paper = (20**0.5 + 5 + 29**0.5) / 3
s_paper = 1 - a_paper / b_paper
# %% paper-centers
db_paper = 0.2616
ch_paper = (2 * 2.5**2) / (8 / 3 / 4)
# %% paper-ari
rand_paper = 5 / 6
ari_paper = 4 / 15
