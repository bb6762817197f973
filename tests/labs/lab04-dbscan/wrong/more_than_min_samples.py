# Core needs more than min_samples neighbors.
# earns: 16
# types-core: AT LEAST min_samples is enough.
# %% types
def point_types(X, eps, min_samples):
    near = [neighbors(X, i, eps) for i in range(len(X))]
    core = [len(rows) > min_samples for rows in near]
    return ["core" if core[i] else "border" if any(core[j] for j in near[i]) else "noise" for i in range(len(X))]
