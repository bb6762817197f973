# Q, the expected log-likelihood, is reported for the log-likelihood.
# %% e-step
def e_step(X, weights, means, covariances):
    densities = [log_density(X, m, c) for m, c in zip(means, covariances)]
    joint = np.stack(densities, axis=1) + np.log(weights)
    shares = np.exp(joint - log_sum_exp(joint)[:, None])
    return shares, (shares * joint).sum()
