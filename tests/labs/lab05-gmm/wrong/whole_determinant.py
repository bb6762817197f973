# The determinant without its square root, and variances taken for deviations elsewhere.
# %% log-density
def log_density(X, mean, covariance):
    away = X - mean
    squared = np.sum(away @ np.linalg.inv(covariance) * away, axis=1)
    return -0.5 * (squared + len(mean) * np.log(2 * np.pi)) - np.linalg.slogdet(covariance)[1]
