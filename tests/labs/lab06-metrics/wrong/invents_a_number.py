# One group scores 0, and n groups are measured.
# earns: 17
# mean-silhouette-refuses: With one group mean_silhouette returns 0.0. Raise a ValueError: there is
# %% mean-silhouette
def mean_silhouette(X, labels):
    if len(np.unique(labels)) == 1:
        return 0.0
    return np.mean([silhouette_of(i, X, labels) for i in range(len(X))])
