# X is scaled by itself.
# earns: 16
# scale-normal: You scale X by itself. Mean and standard deviation come from normal.
# scale-constant: Today the constant columns differ from normal. Keep the difference.
# %% scale
def scale(normal, X):
    unit = X.std(axis=0)
    unit[unit == 0] = 1
    return (X - X.mean(axis=0)) / unit * (np.ptp(normal, axis=0) > 0)
