# eps is so small that the moons break.
# earns: 70
# dbscan-finds: More than two clusters: eps is so small that a moon breaks where players are
# %% dbscan
eps, min_samples = 0.2, 5
labels_dbscan = DBSCAN(eps=eps, min_samples=min_samples).fit_predict(X_moons_scaled)
