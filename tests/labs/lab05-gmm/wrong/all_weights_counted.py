# Every weight is counted as free.
# earns: 17
# n-parameters-count: A single component has weight 1, always. Its weight is not free: k components
# %% n-parameters
def n_parameters(n_components, n_features):
    return n_components * (n_features + n_features * (n_features + 1) // 2 + 1)
