# Squared distances are compared with eps.
# earns: 15
# neighbors-within: Compare distances with eps, or squared distances with eps squared.
# neighbors-edge: From (0,0) to (3,4) it is exactly 5.
# %% neighbors
def neighbors(X, i, eps):
    return np.flatnonzero(((X - X[i]) ** 2).sum(axis=1) <= eps)
