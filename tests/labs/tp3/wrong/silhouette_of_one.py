# The loop begins at K = 1, where the library stops with an error.
# earns: 67
# silhouette-sweep: silhouettes is a dictionary with the keys 2 to 10.
# silhouette-best: Define best_k in the cell above.
# profile-segments: Define profile in the cell above.
# %% silhouette
silhouettes = {}
for k in range(1, 11):
    labels_k = KMeans(n_clusters=k, n_init=10, random_state=42).fit_predict(X_scaled)
    silhouettes[k] = silhouette_score(X_scaled, labels_k)
best_k = max(silhouettes, key=silhouettes.get)
best_silhouette = silhouettes[best_k]
