# 0 / 0 is left to NumPy.
# earns: 17
# silhouette-of-edges: A point alone in its group became NaN: the mean of nothing. Return 0.
# %% silhouette-of
def silhouette_of(i, X, labels):
    distances = np.linalg.norm(X - X[i], axis=1)
    own = labels == labels[i]
    a = distances[own].sum() / (own.sum() - 1)
    b = min(distances[labels == name].mean() for name in np.unique(labels[~own]))
    return (b - a) / max(a, b)
