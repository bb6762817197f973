# The curves of the raw data.
# earns: 16
# elbow-inertias: With K = 1 the center is the mean of all points, so the inertia is the
# silhouette-sweep: best_k is the K with the highest silhouette in your dictionary.
# %% elbow
inertias = [KMeans(k, n_init=10, random_state=42).fit(X_sim).inertia_ for k in range(1, 11)]
# %% silhouette
silhouettes = {
    k: silhouette_score(X_sim, KMeans(k, n_init=10, random_state=42).fit_predict(X_sim))
    for k in range(2, 11)
}
best_k = 2
best_silhouette = silhouettes[best_k]
