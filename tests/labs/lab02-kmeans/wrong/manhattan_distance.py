# The sum of absolute differences instead of squares.
# earns: 17
# assign-nearest: From (0, 0), center (3, 3) is nearer than (0, 5): 18 < 25. A Manhattan
# %% assign
def assign(X, centers):
    return np.abs(X[:, None] - centers[None]).sum(axis=2).argmin(axis=1)
