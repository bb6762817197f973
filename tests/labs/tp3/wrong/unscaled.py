# Nothing is standardized.
# earns: 66
# elbow-curve: With K = 1 the center is the mean of all points, so the inertia is the whole
# elbow-starts: The inertias are not those of X_scaled, so their starts cannot be judged.
# silhouette-sweep: A silhouette is wrong: score the labels of KMeans on X_scaled, with n_init=1
# %% elbow
inertias = [KMeans(k, n_init=10, random_state=42).fit(X_sim).inertia_ for k in range(1, 11)]
ratios = [inertias[i] / inertias[i - 1] for i in range(1, 10)]
# %% silhouette
silhouettes = {
    k: silhouette_score(X_sim, KMeans(k, n_init=10, random_state=42).fit_predict(X_sim))
    for k in range(2, 11)
}
best_k = max(silhouettes, key=silhouettes.get)
best_silhouette = silhouettes[best_k]
