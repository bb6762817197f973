# The slant of the ellipse is ignored.
# earns: 16
# log-density-value: (1, 1) lies along the slanted ellipse and (1, -1) across it, so (1, 1) is
# climb-together: Your functions end at another log-likelihood.
# %% log-density
def log_density(X, mean, covariance):
    variances = np.diag(covariance)
    return -0.5 * ((X - mean) ** 2 / variances + np.log(2 * np.pi * variances)).sum(axis=1)
