# The point itself is counted in a.
# earns: 15
# silhouette-of-value: a is the mean over the OTHER members: two of them here. The point itself, at
# silhouette-of-nearest: The point 0 has a = 2, and b = (5 + 7) / 2 = 6 to the nearer of two other
# silhouette-of-edges: On other data, where the nearest other group has one member, a silhouette is
# %% silhouette-of
def silhouette_of(i, X, labels):
    distances = np.linalg.norm(X - X[i], axis=1)
    own = labels == labels[i]
    if own.sum() == 1:
        return 0.0
    a = distances[own].mean()
    b = min(distances[labels == name].mean() for name in np.unique(labels[~own]))
    return (b - a) / max(a, b) if max(a, b) > 0 else 0.0
