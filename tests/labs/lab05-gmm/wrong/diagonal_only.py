# The slant of the ellipse is ignored.
# %% log-density
def log_density(X, mean, covariance):
    variances = np.diag(covariance)
    return -0.5 * ((X - mean) ** 2 / variances + np.log(2 * np.pi * variances)).sum(axis=1)
