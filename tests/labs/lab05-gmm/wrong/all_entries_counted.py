# Every entry of a covariance is counted as free.
# earns: 17
# n-parameters-count: A covariance in two dimensions is symmetric: three of its four numbers are free.
# %% n-parameters
def n_parameters(n_components, n_features):
    return n_components * (n_features + n_features**2) + n_components - 1
