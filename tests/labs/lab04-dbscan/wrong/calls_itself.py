# A function that calls itself.
# earns: 16
# dbscan-cores: Keep the points to visit in a list.
# %% dbscan
def dbscan(X, eps, min_samples):
    labels, cluster = np.full(len(X), -1), 0

    def visit(i):
        near = neighbors(X, i, eps)
        if len(near) >= min_samples:
            for j in near:
                if labels[j] == -1:
                    labels[j] = cluster
                    visit(j)

    for start in range(len(X)):
        if labels[start] == -1 and len(neighbors(X, start, eps)) >= min_samples:
            visit(start)
            cluster += 1
    return labels
