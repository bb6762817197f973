# AIC.
# earns: 17
# bic-value: 2p - 2 log L is AIC. BIC charges log(n) for each parameter.
# %% bic
def bic(log_likelihood, n_components, n_features, n_samples):
    return 2 * n_parameters(n_components, n_features) - 2 * log_likelihood
