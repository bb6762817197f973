# One factor 2 pi for all dimensions together.
# %% log-density
def log_density(X, mean, covariance):
    away = X - mean
    squared = np.sum(away @ np.linalg.inv(covariance) * away, axis=1)
    return -0.5 * (squared + np.linalg.slogdet(covariance)[1] + np.log(2 * np.pi))
