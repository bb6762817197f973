# A distance of exactly eps is left out.
# earns: 16
# neighbors-edge: From (0,0) to (3,4) it is exactly 5.
# %% neighbors
def neighbors(X, i, eps):
    return np.flatnonzero(np.sqrt(((X - X[i]) ** 2).sum(axis=1)) < eps)
