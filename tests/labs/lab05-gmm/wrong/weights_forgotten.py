# Bayes' rule without the prior.
# earns: 15
# e-step-shares: With weights 1/4 and 3/4 the shares must move towards the second component.
# e-step-likelihood: The weights are missing: the density of a mixture is the sum of weight times
# climb-together: Your functions end at another log-likelihood.
# %% e-step
def e_step(X, weights, means, covariances):
    joint = np.stack([log_density(X, m, c) for m, c in zip(means, covariances)], axis=1)
    total = log_sum_exp(joint)
    return np.exp(joint - total[:, None]), total.sum()
