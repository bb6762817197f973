# Border points stay noise.
# earns: 16
# dbscan-borders: noise is only for now
# %% dbscan
def dbscan(X, eps, min_samples):
    near = [set(np.ravel(neighbors(X, i, eps)).tolist()) for i in range(len(X))]
    core = {i for i in range(len(X)) if len(near[i]) >= min_samples}
    labels, cluster = np.full(len(X), -1), 0
    for start in core:
        if labels[start] == -1:
            waiting = [start]
            while waiting:
                for j in near[waiting.pop()] & core:
                    if labels[j] == -1:
                        labels[j] = cluster
                        waiting.append(j)
            cluster += 1
    return labels
