# The sheet's own line, without n_init.
# earns: 68
# elbow-starts: For some K you stopped in a poor minimum: give n_init=10.
# silhouette-sweep: A silhouette is wrong: score the labels of KMeans on X_scaled, with n_init=1
# %% elbow
inertias = [KMeans(k, random_state=42).fit(X_scaled).inertia_ for k in range(1, 11)]
ratios = [inertias[i] / inertias[i - 1] for i in range(1, 10)]
# %% silhouette
silhouettes = {
    k: silhouette_score(X_scaled, KMeans(k, random_state=42).fit_predict(X_scaled))
    for k in range(2, 11)
}
best_k = max(silhouettes, key=silhouettes.get)
best_silhouette = silhouettes[best_k]
