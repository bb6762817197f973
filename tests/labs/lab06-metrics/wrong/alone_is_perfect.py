# The published fault: a = 0 for a point alone.
# earns: 17
# silhouette-of-edges: A point alone in its group would look perfect. Its silhouette is 0 by
# %% silhouette-of
def silhouette_of(i, X, labels):
    distances = np.linalg.norm(X - X[i], axis=1)
    own = labels == labels[i]
    a = distances[own].sum() / (own.sum() - 1) if own.sum() > 1 else 0.0
    b = min(distances[labels == name].mean() for name in np.unique(labels[~own]))
    return (b - a) / max(a, b) if max(a, b) > 0 else 0.0
