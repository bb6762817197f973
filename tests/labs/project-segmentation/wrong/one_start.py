# A single random start; a zero for one cluster.
# earns: 74
# sweep-inertia: On data with several bad minima the best inertia is missed. Use several starts
# sweep-silhouette: One cluster has no silhouette: put None.
# %% sweep
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score


def sweep(Z, ks, seed):
    inertias, silhouettes = [], []
    for k in ks:
        model = KMeans(k, init="random", n_init=1, random_state=seed).fit(Z)
        inertias.append(model.inertia_)
        silhouettes.append(silhouette_score(Z, model.labels_) if k > 1 else 0)
    return inertias, silhouettes
