# The difference is divided by b, also where a is larger.
# earns: 15
# silhouette-of-value: Here a = 9 is larger than b = 5.5. Divide by the larger of the two, not always
# silhouette-of-nearest: On other data, with four groups of unequal size and any names, a silhouette is
# silhouette-of-edges: On other data, where the nearest other group has one member, a silhouette is
# %% silhouette-of
def silhouette_of(i, X, labels):
    distances = np.linalg.norm(X - X[i], axis=1)
    own = labels == labels[i]
    if own.sum() == 1:
        return 0.0
    a = distances[own].sum() / (own.sum() - 1)
    b = min(distances[labels == name].mean() for name in np.unique(labels[~own]))
    return 1 - a / b if b > 0 else 0.0
