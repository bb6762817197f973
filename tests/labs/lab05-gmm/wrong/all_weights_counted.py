# Every weight is counted as free.
# %% n-parameters
def n_parameters(n_components, n_features):
    return n_components * (n_features + n_features * (n_features + 1) // 2 + 1)
