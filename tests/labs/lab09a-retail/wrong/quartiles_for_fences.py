# The quartiles themselves.
# earns: 20
# fences-quartiles: 1 and 3 are the quartiles. The fences lie 1.5 interquartile ranges beyond.
# %% fences
def fences(values):
    return np.quantile(values, 0.25), np.quantile(values, 0.75)
