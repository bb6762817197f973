# The variance for the standard deviation; constant columns are dropped.
# earns: 16
# scale-normal: 49 is 98 over the variance, 2. Divide by its root.
# scale-constant: A constant column stays: shape (2, 3), not (2, 1).
# %% scale
def scale(normal, X):
    varies = np.ptp(normal, axis=0) > 0
    return ((X - normal.mean(axis=0)) / np.where(varies, normal.var(axis=0), 1))[:, varies]
