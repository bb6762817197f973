# The sum, for any number of groups.
# earns: 16
# mean-silhouette-points: That is the sum. Divide by the number of points.
# mean-silhouette-refuses: With one group mean_silhouette returns 0.0. Raise a ValueError: there is
# %% mean-silhouette
def mean_silhouette(X, labels):
    return sum(silhouette_of(i, X, labels) for i in range(len(X)))
