# The log-likelihood per point.
# %% e-step
def e_step(X, weights, means, covariances):
    densities = [log_density(X, m, c) for m, c in zip(means, covariances)]
    joint = np.stack(densities, axis=1) + np.log(weights)
    total = log_sum_exp(joint)
    return np.exp(joint - total[:, None]), total.mean()
