# Every point of a cluster vouches.
# earns: 16
# unreached-core: 3.9 lies near 3 only, a border point. Only core points vouch for a row.
# unreached-edges: On other points at the limit an answer is wrong.
# %% unreached
def unreached(normal, X, eps, min_samples):
    known = normal[DBSCAN(eps=eps, min_samples=min_samples).fit_predict(normal) >= 0]
    return np.array([not (np.linalg.norm(known - x, axis=1) <= eps).any() for x in X])
