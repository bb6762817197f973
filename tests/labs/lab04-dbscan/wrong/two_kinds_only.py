# What is not core is noise.
# earns: 16
# types-border: is called noise, but a core point is among its neighbors
# %% types
def point_types(X, eps, min_samples):
    return ["core" if len(neighbors(X, i, eps)) >= min_samples else "noise" for i in range(len(X))]
