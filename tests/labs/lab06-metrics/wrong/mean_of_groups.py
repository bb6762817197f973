# The groups are averaged first.
# earns: 17
# mean-silhouette-points: You average the groups first. Each point counts the same, so a group of three
# %% mean-silhouette
def mean_silhouette(X, labels):
    names = np.unique(labels)
    if not 2 <= len(names) < len(X):
        raise ValueError("2 to n - 1 groups")
    scores = np.array([silhouette_of(i, X, labels) for i in range(len(X))])
    return np.mean([scores[labels == name].mean() for name in names])
