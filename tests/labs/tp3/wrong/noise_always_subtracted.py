# One cluster is always subtracted for noise.
# earns: 70
# count-other: Without noise there is nothing to subtract: 2 clusters, 0 noise points.
# sweep-index: An adjusted Rand index is wrong: compare the labels of that eps with y_moons
# %% count
def count_clusters(labels):
    return len(set(labels)) - 1, int(np.sum(np.array(labels) == -1))
# %% sweep
sweep = {}
for radius in EPS_VALUES:
    found = DBSCAN(eps=radius, min_samples=5).fit_predict(X_moons_scaled)
    sweep[radius] = (*count_clusters(found), np.mean(found == y_moons))
