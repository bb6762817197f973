# b is the distance to the nearest single point.
# earns: 15
# silhouette-of-value: The point P = (0, 0) of the chapter has a = 1, b = 7.5639 and s = 0.8678, not
# silhouette-of-nearest: b is not the distance to the nearest single point, but the mean over the
# silhouette-of-edges: Where only a is 0 the silhouette is wrong: the formula has a value there.
# %% silhouette-of
def silhouette_of(i, X, labels):
    distances = np.linalg.norm(X - X[i], axis=1)
    own = labels == labels[i]
    if own.sum() == 1:
        return 0.0
    a, b = distances[own].sum() / (own.sum() - 1), distances[~own].min()
    return (b - a) / max(a, b) if max(a, b) > 0 else 0.0
