# The highest BIC taken for the best.
# earns: 71
# bic-best: scikit-learn's BIC is a cost: the smallest is the best.
# %% bic
bics = {}
for k in range(2, 13, 2):
    mixture = GaussianMixture(n_components=k, n_init=5, random_state=42).fit(X_moons_scaled)
    bics[k] = mixture.bic(X_moons_scaled)
best_components = max(bics, key=bics.get)
