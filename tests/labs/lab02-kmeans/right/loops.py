# Plain Python: lists, loops and no NumPy call.
# %% assign
def gap(p, q):
    return sum((float(a) - float(b)) ** 2 for a, b in zip(p, q))


def assign(X, centers):
    labels = []
    for point in X:
        best = 0
        for j in range(1, len(centers)):
            if gap(point, centers[j]) < gap(point, centers[best]):
                best = j
        labels.append(best)
    return labels
# %% update
def update(X, labels, centers):
    moved = []
    for j, center in enumerate(centers):
        members = [point for point, label in zip(X, labels) if label == j]
        if not members:
            moved.append([float(a) for a in center])
            continue
        moved.append([sum(float(p[i]) for p in members) / len(members) for i in range(len(center))])
    return moved
# %% inertia
def inertia(X, labels, centers):
    total = 0.0
    for point, label in zip(X, labels):
        total += gap(point, centers[label])
    return total
# %% plusplus
def kmeans_plusplus(X, n_clusters, rng):
    rows = [list(row) for row in X]
    centers = [rows[int(rng.random() * len(rows))]]
    while len(centers) < n_clusters:
        weights = [min(gap(row, center) for center in centers) for row in rows]
        if sum(weights) == 0:
            centers.append(rows[-1])
            continue
        ticket = rng.random() * sum(weights)
        for row, weight in zip(rows, weights):
            ticket -= weight
            if ticket < 0:
                break
        centers.append(row)
    return centers
# %% lloyd
def lloyd(X, centers, max_iter=100):
    n_iter = 0
    while n_iter < max_iter:
        n_iter += 1
        moved = update(X, assign(X, centers), centers)
        stays = all(gap(a, b) == 0 for a, b in zip(moved, centers))
        centers = moved
        if stays:
            break
    labels = assign(X, centers)
    return [labels, centers, inertia(X, labels, centers), n_iter]
# %% exercise-6
n_iterations = 2.0
J_assigned, J_updated = "4", 2.667
centers_updated = ((0.333, 0.333), (10.333, 10.333))
# %% standardize
X_mean = [sum(column) / 14 for column in zip(*X_sim.tolist())]
X_std = [
    (sum((a - m) ** 2 for a in column) / 14) ** 0.5 for column, m in zip(zip(*X_sim.tolist()), X_mean)
]
X_scaled = [[(a - m) / s for a, m, s in zip(row, X_mean, X_std)] for row in X_sim.tolist()]
# %% elbow
inertias = []
for k in range(1, 11):
    inertias.append(KMeans(k, n_init=10, random_state=42).fit(X_scaled).inertia_)
