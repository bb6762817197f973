# Bayes' rule without the prior.
# %% e-step
def e_step(X, weights, means, covariances):
    joint = np.stack([log_density(X, m, c) for m, c in zip(means, covariances)], axis=1)
    total = log_sum_exp(joint)
    return np.exp(joint - total[:, None]), total.sum()
