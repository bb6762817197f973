# True and False instead of row numbers; the sweep breaks off.
# earns: 14
# neighbors-within: neighbors returned True and False.
# neighbors-edge: Within 5 of (0,0) are (0,0) and (3,4)
# sweep-results: results has one entry for each eps of GRID
# %% neighbors
def neighbors(X, i, eps):
    return np.sqrt(((X - X[i]) ** 2).sum(axis=1)) <= eps
