# n - 1, and 0 for constant columns.
# earns: 75
# scale-ages: That divides by 4, one less than the rows. Divide by 5, as StandardScaler does
# scale-constant: A constant column has the standard deviation 0, and you will divide by it. Giv
# %% scale
def scale_of(X):
    return np.mean(X, axis=0), np.std(X, axis=0, ddof=1)
