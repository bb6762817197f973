# The density itself.
# earns: 15
# log-density-value: These are densities. Return their logarithms.
# log-density-far: At 100 and -60 the log densities are -5000.92 and -1800.92, not [0.0, 0.0].
# climb-together: Your em stops after 1 iterations, far too early for this start.
# %% log-density
def log_density(X, mean, covariance):
    away = X - mean
    squared = np.sum(away @ np.linalg.inv(covariance) * away, axis=1)
    return np.exp(-squared / 2) / np.sqrt(np.linalg.det(2 * np.pi * covariance))
