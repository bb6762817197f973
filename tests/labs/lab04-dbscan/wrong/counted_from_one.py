# Clusters are numbered from 1.
# earns: 16
# dbscan-form: Clusters are numbered 0, 1, 2, ... without a gap.
# %% dbscan
def dbscan(X, eps, min_samples):
    labels, cluster = np.full(len(X), -1), 0
    for start in range(len(X)):
        if labels[start] != -1 or len(neighbors(X, start, eps)) < min_samples:
            continue
        cluster += 1
        waiting = [start]
        while waiting:
            near = neighbors(X, waiting.pop(), eps)
            for j in near if len(near) >= min_samples else []:
                if labels[j] == -1:
                    labels[j] = cluster
                    waiting.append(j)
    return labels
