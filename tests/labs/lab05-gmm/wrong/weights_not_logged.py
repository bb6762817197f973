# The weights are added to the logarithms as they are.
# earns: 15
# e-step-shares: The worked example has no row of log(weight) + log(density) [-0.9189, -8.4189].
# e-step-likelihood: The worked example has no row of log(weight) + log(density) [-0.9189, -8.4189].
# climb-together: With your functions the log-likelihood falls by
# %% e-step
def e_step(X, weights, means, covariances):
    joint = np.stack([log_density(X, m, c) for m, c in zip(means, covariances)], axis=1) + weights
    total = log_sum_exp(joint)
    return np.exp(joint - total[:, None]), total.sum()
