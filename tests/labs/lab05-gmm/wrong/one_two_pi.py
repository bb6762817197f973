# One factor 2 pi for all dimensions together.
# earns: 15
# log-density-value: On other data, with other numbers of features and a slanted covariance, a log
# log-density-far: Forty variances of 1e-10, at the mean: the log density is 40 times that of one
# climb-together: Your functions end at another log-likelihood.
# %% log-density
def log_density(X, mean, covariance):
    away = X - mean
    squared = np.sum(away @ np.linalg.inv(covariance) * away, axis=1)
    return -0.5 * (squared + np.linalg.slogdet(covariance)[1] + np.log(2 * np.pi))
