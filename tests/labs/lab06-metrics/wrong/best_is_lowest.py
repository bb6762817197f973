# A silhouette for K = 1 is invented, and the lowest is chosen.
# earns: 17
# sweep-silhouettes: K = 1 has no silhouette: there is no other group to compare with.
# %% sweep
silhouettes = {1: 0.0}
for k in range(2, 11):
    silhouettes[k] = silhouette_score(X_groups, KMeans(k, n_init=10, random_state=42).fit_predict(X_groups))
k_silhouette = min(silhouettes, key=silhouettes.get)
