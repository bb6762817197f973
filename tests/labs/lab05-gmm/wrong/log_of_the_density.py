# Right by the book, but the logarithm is taken of the finished density.
# earns: 17
# log-density-far: Far from the mean the result is -inf: exp underflowed to 0 before the
# %% log-density
def log_density(X, mean, covariance):
    away = X - mean
    squared = np.sum(away @ np.linalg.inv(covariance) * away, axis=1)
    return np.log(np.exp(-squared / 2) / np.sqrt(np.linalg.det(2 * np.pi * covariance)))
