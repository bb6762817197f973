# Constant columns become 0.
# earns: 17
# scale-constant: Today the constant columns differ from normal. Keep the difference.
# %% scale
def scale(normal, X):
    Z = (X - normal.mean(axis=0)) / np.where(np.ptp(normal, axis=0) > 0, normal.std(axis=0), 1)
    return Z * (np.ptp(normal, axis=0) > 0)
