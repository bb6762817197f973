# Only the diagonal of each covariance is filled.
# earns: 16
# m-step-covariances: The points rise to the right, so the two features vary together. Fill the whole
# climb-together: Your functions end at another log-likelihood.
# %% m-step
def m_step(X, responsibilities, floor=1e-6):
    owned = responsibilities.sum(axis=0)
    means = responsibilities.T @ X / owned[:, None]
    variances = [g @ (X - mean) ** 2 / g.sum() for g, mean in zip(responsibilities.T, means)]
    return owned / len(X), means, np.array([np.diag(v + floor) for v in variances])
