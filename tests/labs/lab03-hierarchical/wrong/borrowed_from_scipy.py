# SciPy builds the tree and cuts it.
# earns: 11
# merge-numbers: `scipy.cluster.hierarchy` is withheld here
# merge-heights: `scipy.cluster.hierarchy` is withheld here
# merge-sizes: `scipy.cluster.hierarchy` is withheld here
# cut-groups: `fcluster` comes from scipy.cluster.hierarchy
# cut-ends: `fcluster` comes from scipy.cluster.hierarchy
# %% merge
def merge_closest(X, method):
    from scipy.cluster.hierarchy import linkage

    return linkage(X, method)
# %% cut
from scipy.cluster.hierarchy import fcluster


def cut(Z, n_clusters):
    return fcluster(Z, n_clusters, "maxclust")
