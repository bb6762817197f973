# Only the neighbors of the first core point join, nobody passes the cluster on.
# earns: 15
# dbscan-cores: On other data the core points fall into other clusters.
# dbscan-borders: When the cluster reaches E, C must join it
# %% dbscan
def dbscan(X, eps, min_samples):
    labels, cluster = np.full(len(X), -1), 0
    for start in range(len(X)):
        near = neighbors(X, start, eps)
        if labels[start] != -1 or len(near) < min_samples:
            continue
        labels[near[labels[near] == -1]] = cluster
        cluster += 1
    return labels
