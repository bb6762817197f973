# The density itself.
# %% log-density
def log_density(X, mean, covariance):
    away = X - mean
    squared = np.sum(away @ np.linalg.inv(covariance) * away, axis=1)
    return np.exp(-squared / 2) / np.sqrt(np.linalg.det(2 * np.pi * covariance))
