# The sum of absolute differences for the Euclidean distance.
# earns: 15
# neighbors-within: A Manhattan distance says 3.
# neighbors-edge: From (0,0) to (3,4) it is exactly 5.
# %% neighbors
def neighbors(X, i, eps):
    return np.flatnonzero(np.abs(X - X[i]).sum(axis=1) <= eps)
