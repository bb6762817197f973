# Any point of normal traffic will do.
# earns: 16
# unreached-core: 40.1 lies near 40 only, which is noise. Only core points vouch for a row.
# unreached-edges: Two points and min_samples=3: no point is core, so every row is unreached
# %% unreached
def unreached(normal, X, eps, min_samples):
    return np.array([not (np.linalg.norm(normal - x, axis=1) <= eps).any() for x in X])
