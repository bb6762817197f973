# The sheet's own line, without n_init.
# earns: 16
# elbow-inertias: For some K you stopped in a poor minimum: give n_init=10.
# silhouette-sweep: A silhouette is wrong: score the labels of KMeans on X_scaled, with
# %% elbow
inertias = [KMeans(k, random_state=42).fit(X_scaled).inertia_ for k in range(1, 11)]
# %% silhouette
silhouettes = {
    k: silhouette_score(X_scaled, KMeans(k, random_state=42).fit_predict(X_scaled))
    for k in range(2, 11)
}
best_k = max(silhouettes, key=silhouettes.get)
best_silhouette = silhouettes[best_k]
