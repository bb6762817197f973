# Plain Python: lists, loops and sets.
# %% neighbors
def neighbors(X, i, eps):
    found = []
    for j in range(len(X)):
        if sum((float(a) - float(b)) ** 2 for a, b in zip(X[i], X[j])) <= eps**2:
            found.append(j)
    return found
# %% types
def point_types(X, eps, min_samples):
    core = {i for i in range(len(X)) if len(list(neighbors(X, i, eps))) >= min_samples}
    words = []
    for i in range(len(X)):
        if i in core:
            words.append("core")
        else:
            words.append("border" if core & set(neighbors(X, i, eps)) else "noise")
    return words
# %% dbscan
def dbscan(X, eps, min_samples):
    labels, cluster = [None] * len(X), -1
    for i in range(len(X)):
        if labels[i] is not None:
            continue
        seeds = list(neighbors(X, i, eps))
        if len(seeds) < min_samples:
            labels[i] = -1
            continue
        cluster += 1
        labels[i] = cluster
        for j in seeds:
            if labels[j] == -1:
                labels[j] = cluster
            if labels[j] is not None:
                continue
            labels[j] = cluster
            more = list(neighbors(X, j, eps))
            if len(more) >= min_samples:
                seeds.extend(more)
    return labels
# %% kdist
def k_distances(X, k):
    far = []
    for p in X:
        far.append(sorted(sum((float(a) - float(b)) ** 2 for a, b in zip(p, q)) ** 0.5 for q in X)[k - 1])
    return sorted(far)
# %% exercise-10
six_types = ("core", "core", "core", "noise", "core", "noise")
seven_types = (*six_types, "border")
# %% exercise-5
core_numbers, shared_number, noise_numbers = (7, 3), 5.0, (14.0,)
# %% exercise-22
core_distances = (2.0, 1.0, 2.0, 9.0)
reach_pq, reach_rs, reach_ps = "2", 9.0, np.float32(10)
# %% sweep
results = {}
for eps in GRID:
    labels = list(dbscan(moons, eps, 5))
    results[eps] = [max(labels) + 1, labels.count(-1)]
# %% choice
eps_moons = 0.22
# %% crowds
eps_tight, eps_loose = 0.15, 0.9
