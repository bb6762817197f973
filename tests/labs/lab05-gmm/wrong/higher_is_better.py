# The sign is turned, as some programs do.
# %% bic
def bic(log_likelihood, n_components, n_features, n_samples):
    return 2 * log_likelihood - n_parameters(n_components, n_features) * np.log(n_samples)
