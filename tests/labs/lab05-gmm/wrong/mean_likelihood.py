# The log-likelihood per point.
# earns: 16
# e-step-likelihood: That is the mean over the points. The log-likelihood is the sum.
# climb-together: Your functions end at another log-likelihood.
# %% e-step
def e_step(X, weights, means, covariances):
    densities = [log_density(X, m, c) for m, c in zip(means, covariances)]
    joint = np.stack(densities, axis=1) + np.log(weights)
    total = log_sum_exp(joint)
    return np.exp(joint - total[:, None]), total.mean()
