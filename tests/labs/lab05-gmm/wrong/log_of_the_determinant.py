# Logarithms everywhere but in the determinant.
# earns: 17
# log-density-far: Forty variances of 1e-10: their product, the determinant, underflows to 0. Add
# %% log-density
def log_density(X, mean, covariance):
    away = X - mean
    squared = np.sum(away @ np.linalg.inv(covariance) * away, axis=1)
    d = len(mean)
    return -0.5 * (squared + np.log(np.linalg.det(covariance)) + d * np.log(2 * np.pi))
