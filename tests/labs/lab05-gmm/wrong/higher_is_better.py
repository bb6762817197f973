# The sign is turned, as some programs do.
# earns: 17
# bic-value: The sign is turned: here lower is better, so the parameters cost and the
# %% bic
def bic(log_likelihood, n_components, n_features, n_samples):
    return 2 * log_likelihood - n_parameters(n_components, n_features) * np.log(n_samples)
