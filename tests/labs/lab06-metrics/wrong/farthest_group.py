# The farthest of the other groups.
# earns: 16
# silhouette-of-nearest: Of all other groups take the nearest: the smallest mean distance.
# silhouette-of-edges: On other data, where the nearest other group has one member, a silhouette is
# %% silhouette-of
def silhouette_of(i, X, labels):
    distances = np.linalg.norm(X - X[i], axis=1)
    own = labels == labels[i]
    if own.sum() == 1:
        return 0.0
    a = distances[own].sum() / (own.sum() - 1)
    b = max(distances[labels == name].mean() for name in np.unique(labels[~own]))
    return (b - a) / max(a, b) if max(a, b) > 0 else 0.0
