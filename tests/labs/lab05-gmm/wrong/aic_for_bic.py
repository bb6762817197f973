# AIC.
# %% bic
def bic(log_likelihood, n_components, n_features, n_samples):
    return 2 * n_parameters(n_components, n_features) - 2 * log_likelihood
