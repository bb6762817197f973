# Exactly eps is too far, and True means reached.
# earns: 16
# unreached-core: The answers are exchanged: True means that no core point is near.
# unreached-edges: (6, 8) and (0, 5) are exactly 5 from a core point, and at most 5 is near, but the
# %% unreached
def unreached(normal, X, eps, min_samples):
    core = DBSCAN(eps=eps, min_samples=min_samples).fit(normal).components_
    return np.array([bool((np.linalg.norm(core - x, axis=1) < eps).any()) for x in X])
