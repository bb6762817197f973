# Border is every point that is not core and not alone.
# earns: 16
# types-border: is called border, but none of its neighbors is core.
# %% types
def point_types(X, eps, min_samples):
    counts = [len(neighbors(X, i, eps)) for i in range(len(X))]
    return ["core" if n >= min_samples else "border" if n > 1 else "noise" for n in counts]
