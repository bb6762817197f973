# In the sweep the noise is counted as one more cluster.
# earns: 70
# sweep-counts: A number of clusters is wrong: noise is not a cluster, and min_samples is 5.
# %% sweep
sweep = {}
for radius in EPS_VALUES:
    found = DBSCAN(eps=radius, min_samples=5).fit_predict(X_moons_scaled)
    sweep[radius] = (len(set(found)), np.sum(found == -1), adjusted_rand_score(y_moons, found))
