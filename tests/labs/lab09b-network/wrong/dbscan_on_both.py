# DBSCAN runs on both tables together.
# earns: 16
# unreached-core: With eps=1 and min_samples=3 only 1 and 2 are core
# unreached-edges: (6, 8) and (0, 5) are exactly 5 from a core point, and at most 5 is near, but the
# %% unreached
def unreached(normal, X, eps, min_samples):
    labels = DBSCAN(eps=eps - 1e-9, min_samples=min_samples).fit_predict(np.vstack([normal, X]))
    return labels[len(normal):] == -1
