# n - 1, and a division by 0.
# earns: 16
# scale-normal: You divide by n - 1. Use n.
# scale-constant: Where normal is constant, the standard deviation is 0. Do not divide by it.
# %% scale
def scale(normal, X):
    return (X - normal.mean(axis=0)) / normal.std(axis=0, ddof=1)
