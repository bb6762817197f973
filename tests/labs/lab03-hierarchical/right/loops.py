# Plain Python: lists, loops and no NumPy call.
# %% distance
def between(p, q):
    return sum((float(s) - float(t)) ** 2 for s, t in zip(p, q)) ** 0.5


def cluster_distance(A, B, method):
    pairs = [between(p, q) for p in A for q in B]
    if method == "ward":
        first = [sum(float(p[i]) for p in A) / len(A) for i in range(len(A[0]))]
        second = [sum(float(p[i]) for p in B) / len(B) for i in range(len(B[0]))]
        return between(first, second) * (2 * len(A) * len(B) / (len(A) + len(B))) ** 0.5
    return {"single": min, "complete": max, "average": lambda v: sum(v) / len(v)}[method](pairs)
# %% merge
def merge_closest(X, method):
    alive = [(i, [i]) for i in range(len(X))]
    Z, number = [], len(X)
    while len(alive) > 1:
        best = None
        for i in range(len(alive)):
            for j in range(i + 1, len(alive)):
                d = cluster_distance(X[alive[i][1]], X[alive[j][1]], method=method)
                if best is None or d < best[0]:
                    best = (d, i, j)
        d, i, j = best
        (a, left), (b, right) = alive[i], alive[j]
        alive = [c for c in alive if c[0] not in (a, b)] + [(number, left + right)]
        Z.append((min(a, b), max(a, b), d, len(left + right)))
        number += 1
    return Z
# %% cut
def cut(Z, n_clusters):
    n = len(Z) + 1
    owner = list(range(n))
    for step in range(n - n_clusters):
        for point in range(n):
            if owner[point] in (int(Z[step][0]), int(Z[step][1])):
                owner[point] = n + step
    return owner
# %% cophenetic
def cophenetic(Z):
    n = len(Z) + 1
    table = [[0.0] * n for _ in range(n)]
    owner = list(range(n))
    for step in range(n - 1):
        a, b = int(Z[step][0]), int(Z[step][1])
        for i in range(n):
            for j in range(n):
                if owner[i] == a and owner[j] == b:
                    table[i][j] = table[j][i] = float(Z[step][2])
        owner = [n + step if c in (a, b) else c for c in owner]
    return table
# %% correlation
def cophenetic_correlation(X, Z):
    told, n = cophenetic(Z), len(X)
    pairs = [(i, j) for i in range(n) for j in range(n) if i != j]
    u = [sum((X[i][k] - X[j][k]) ** 2 for k in range(len(X[0]))) ** 0.5 for i, j in pairs]
    v = [told[i][j] for i, j in pairs]
    mu, mv = sum(u) / len(u), sum(v) / len(v)
    uv = sum((s - mu) * (t - mv) for s, t in zip(u, v))
    return uv / (sum((s - mu) ** 2 for s in u) * sum((t - mv) ** 2 for t in v)) ** 0.5
# %% exercise-9
heights_single = (1.0, 1, 1, 1, 3, 4)
heights_complete = {"a": [1, 1, 2, 2, 5, 11]}["a"]
# %% chain
n_below, n_at, top_complete = 5.0, 1.0, "10"
# %% ward
mean_one = tuple(round(float(v), 3) for v in one.mean(axis=0))
mean_two = tuple(round(float(v), 3) for v in two.mean(axis=0))
union = np.vstack([one, two])
rise = sum(s * ((part - part.mean(axis=0)) ** 2).sum() for part, s in [(union, 1), (one, -1), (two, -1)])
ward_height = round(float(2 * rise) ** 0.5, 3)
rise = round(float(rise), 3)
