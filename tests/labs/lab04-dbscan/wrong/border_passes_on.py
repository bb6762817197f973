# A border point passes the cluster on.
# earns: 15
# dbscan-cores: A border point joins, but does not pass the cluster on.
# dbscan-noise: On other data a point without a core point near it has a cluster.
# %% dbscan
def dbscan(X, eps, min_samples):
    labels, cluster = np.full(len(X), -1), 0
    for start in range(len(X)):
        if labels[start] != -1 or len(neighbors(X, start, eps)) < min_samples:
            continue
        waiting = [start]
        while waiting:
            for j in neighbors(X, waiting.pop(), eps):
                if labels[j] == -1:
                    labels[j] = cluster
                    waiting.append(j)
        cluster += 1
    return labels
