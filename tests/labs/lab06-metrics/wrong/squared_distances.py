# The square root is missing.
# earns: 15
# silhouette-of-value: You use squared distances. Take the square root.
# silhouette-of-nearest: The point 0 has a = 2, and b = (5 + 7) / 2 = 6 to the nearer of two other
# silhouette-of-edges: On other data, where the nearest other group has one member, a silhouette is
# %% silhouette-of
def silhouette_of(i, X, labels):
    distances = ((X - X[i]) ** 2).sum(axis=1)
    own = labels == labels[i]
    if own.sum() == 1:
        return 0.0
    a = distances[own].sum() / (own.sum() - 1)
    b = min(distances[labels == name].mean() for name in np.unique(labels[~own]))
    return (b - a) / max(a, b) if max(a, b) > 0 else 0.0
