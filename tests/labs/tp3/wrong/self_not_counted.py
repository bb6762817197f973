# Five others, the point itself not counted; noise counted as a cluster.
# earns: 68
# kdist-values: You count one neighbor too many: the player herself is among the five.
# count-noise: You count noise as a cluster. The label -1 means: in no cluster.
# count-other: If all is noise, a count is wrong.
# %% kdist
near = NearestNeighbors(n_neighbors=5).fit(X_moons_scaled)
k_distances = np.sort(near.kneighbors()[0][:, -1])
# %% count
def count_clusters(labels):
    return len(set(labels)), int(np.sum(np.array(labels) == -1))
# %% sweep
sweep = {}
for radius in EPS_VALUES:
    found = DBSCAN(eps=radius, min_samples=5).fit_predict(X_moons_scaled)
    sweep[radius] = (len(set(found)), int(np.sum(found == -1)), adjusted_rand_score(y_moons, found))
