# Every entry of a covariance is counted as free.
# %% n-parameters
def n_parameters(n_components, n_features):
    return n_components * (n_features + n_features**2) + n_components - 1
