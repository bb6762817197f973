# Segments described by their standardized centers.
# earns: 70
# profile-segments: A mean below 0 is in standardized units. Marketing needs thousand dollars an
# %% profile
final = KMeans(n_clusters=best_k, n_init=10, random_state=42).fit(X_scaled)
profile = np.column_stack([np.bincount(final.labels_), final.cluster_centers_])
