# Q, the expected log-likelihood, is reported for the log-likelihood.
# earns: 16
# e-step-likelihood: You weigh the logarithms with the shares. The log-likelihood is the logarithm
# climb-together: With your functions the log-likelihood falls by
# %% e-step
def e_step(X, weights, means, covariances):
    densities = [log_density(X, m, c) for m, c in zip(means, covariances)]
    joint = np.stack(densities, axis=1) + np.log(weights)
    shares = np.exp(joint - log_sum_exp(joint)[:, None])
    return shares, (shares * joint).sum()
