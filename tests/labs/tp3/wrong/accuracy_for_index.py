# A share of equal labels for the index; the truth handed in as the mixture's labels.
# earns: 70
# mixture-labels: labels_gmm is the truth itself. Fit the mixture: it does not see y_moons.
# mixture-ari: ari_kmeans is too high: a share of equal labels is not the adjusted Rand ind
# %% mixture
labels_kmeans = KMeans(n_clusters=2, n_init=10, random_state=42).fit_predict(X_moons_scaled)
labels_gmm = y_moons
ari_kmeans = max(np.mean(labels_kmeans == y_moons), np.mean(labels_kmeans != y_moons))
ari_gmm = np.mean(labels_gmm == y_moons)
