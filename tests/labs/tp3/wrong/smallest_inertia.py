# The smallest inertia chooses K; the ratios are upside down.
# earns: 70
# elbow-ratios: Inertia falls, so inertia(K) / inertia(K - 1) is below 1. Is it upside down?
# silhouette-best: K = 10 has the smallest inertia, not the highest silhouette.
# %% elbow
inertias = [
    KMeans(n_clusters=k, n_init=10, random_state=42).fit(X_scaled).inertia_ for k in range(1, 11)
]
ratios = [inertias[i - 1] / inertias[i] for i in range(1, 10)]
# %% silhouette
silhouettes = {
    k: silhouette_score(X_scaled, KMeans(k, n_init=10, random_state=42).fit_predict(X_scaled))
    for k in range(2, 11)
}
best_k = 1 + int(np.argmin(inertias))
best_silhouette = silhouettes[best_k]
