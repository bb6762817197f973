# The share of equal names for the adjusted Rand index.
# earns: 17
# moons-scores: ari_kmeans is wrong: the true labels against those of K-Means, adjusted for
# %% moons
labels_two = KMeans(n_clusters=2, n_init=10, random_state=42).fit_predict(X_moons)
silhouette_kmeans = silhouette_score(X_moons, labels_two)
silhouette_truth = silhouette_score(X_moons, y_moons)
ari_kmeans = max(np.mean(labels_two == y_moons), np.mean(labels_two != y_moons))
