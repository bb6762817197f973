# b is the mean over everybody outside the group.
# earns: 16
# silhouette-of-nearest: b is not the mean over all points of other groups, but over the members of the
# silhouette-of-edges: On other data, where the nearest other group has one member, a silhouette is
# %% silhouette-of
def silhouette_of(i, X, labels):
    distances = np.linalg.norm(X - X[i], axis=1)
    own = labels == labels[i]
    if own.sum() == 1:
        return 0.0
    a, b = distances[own].sum() / (own.sum() - 1), distances[~own].mean()
    return (b - a) / max(a, b) if max(a, b) > 0 else 0.0
