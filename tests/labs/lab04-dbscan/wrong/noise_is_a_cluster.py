# Each point of noise becomes a cluster of its own.
# earns: 16
# dbscan-noise: A and B have no neighbor but themselves
# %% dbscan
def dbscan(X, eps, min_samples):
    labels, cluster = np.full(len(X), -1), 0
    near = [neighbors(X, i, eps) for i in range(len(X))]
    for start in sorted(range(len(X)), key=lambda i: len(near[i]) < min_samples):
        if labels[start] != -1:
            continue
        waiting, labels[start] = [start], cluster
        while waiting:
            i = waiting.pop()
            for j in near[i] if len(near[i]) >= min_samples else []:
                if labels[j] == -1:
                    labels[j] = cluster
                    waiting.append(j)
        cluster += 1
    return labels
