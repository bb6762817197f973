# The determinant without its square root.
# earns: 15
# log-density-value: Under the fraction stands the square root of the determinant: half its
# log-density-far: Forty variances of 1e-10, at the mean: the log density is 40 times that of one
# climb-together: With your functions the log-likelihood falls by
# %% log-density
def log_density(X, mean, covariance):
    away = X - mean
    squared = np.sum(away @ np.linalg.inv(covariance) * away, axis=1)
    return -0.5 * (squared + len(mean) * np.log(2 * np.pi)) - np.linalg.slogdet(covariance)[1]
