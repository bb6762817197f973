# A point that looked like noise is never reached again.
# earns: 16
# dbscan-borders: noise is only for now
# %% dbscan
def dbscan(X, eps, min_samples):
    labels, cluster, seen = np.full(len(X), -1), 0, set()
    for start in range(len(X)):
        if start in seen:
            continue
        seen.add(start)
        if len(neighbors(X, start, eps)) < min_samples:
            continue
        labels[start] = cluster
        waiting = [start]
        while waiting:
            near = neighbors(X, waiting.pop(), eps)
            for j in near if len(near) >= min_samples else []:
                if j not in seen:
                    seen.add(j)
                    labels[j] = cluster
                    waiting.append(j)
        cluster += 1
    return labels
