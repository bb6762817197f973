# The library clusters, and finds the neighbors.
# earns: 11
# dbscan-cores: `sklearn.cluster` is withheld here
# dbscan-borders: `sklearn.cluster` is withheld here
# dbscan-noise: `sklearn.cluster` is withheld here
# dbscan-form: `sklearn.cluster` is withheld here
# kdist-values: `NearestNeighbors` comes from sklearn.neighbors
# kdist-order: `NearestNeighbors` comes from sklearn.neighbors
# %% dbscan
def dbscan(X, eps, min_samples):
    from sklearn.cluster import DBSCAN

    return DBSCAN(eps=eps, min_samples=min_samples).fit_predict(X)
# %% kdist
from sklearn.neighbors import NearestNeighbors


def k_distances(X, k):
    return np.sort(NearestNeighbors(n_neighbors=k).fit(X).kneighbors(X)[0][:, -1])
