# eps bridges the gap: one cluster for all.
# earns: 70
# dbscan-finds: All players are in one cluster: eps is so large that it bridges the gap betw
# %% dbscan
eps, min_samples = 0.8, 5
labels_dbscan = DBSCAN(eps=eps, min_samples=min_samples).fit_predict(X_moons_scaled)
