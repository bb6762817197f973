# The mean log-likelihood for BIC.
# earns: 71
# bic-values: BIC is -2 times the log-likelihood plus a penalty. A negative value here is
# %% bic
bics = {
    k: GaussianMixture(k, n_init=5, random_state=42).fit(X_moons_scaled).score(X_moons_scaled)
    for k in range(2, 13, 2)
}
best_components = min(bics, key=bics.get)
