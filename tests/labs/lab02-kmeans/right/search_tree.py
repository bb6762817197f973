# A k-d tree for the nearest center, means by a membership matrix, the expanded square, recursion, permuted draws.
# %% assign
def assign(X, centers):
    from scipy.spatial import KDTree

    return KDTree(centers).query(X)[1]
# %% update
def update(X, labels, centers):
    members = (np.arange(len(centers))[:, None] == labels).astype(float)
    counts = members.sum(axis=1, keepdims=True)
    return (members @ X + (counts == 0) * centers) / np.maximum(counts, 1)
# %% inertia
def inertia(X, labels, centers):
    own = np.asarray(centers, dtype=float)[labels]
    return (X**2).sum() - 2 * (X * own).sum() + (own**2).sum()
# %% plusplus
def kmeans_plusplus(X, n_clusters, rng):
    left = rng.permutation(len(X))
    centers = X[left[:1]]
    while len(centers) < n_clusters:
        D2 = (np.linalg.norm(X[left, None] - centers, axis=2).min(axis=1)) ** 2
        p = D2 / D2.sum() if D2.any() else None
        centers = np.vstack([centers, X[rng.choice(left, p=p)]])
    return centers
# %% lloyd
def lloyd(X, centers, max_iter=100):
    def go_on(labels, centers, n_iter):
        fresh = assign(X, centers)
        centers = update(X, fresh, centers)
        if np.array_equal(fresh, labels) or n_iter == max_iter:
            labels = assign(X, centers)
            return labels, centers, inertia(X, labels, centers), n_iter
        return go_on(fresh, centers, n_iter + 1)

    return go_on(None, np.copy(centers), 1)
# %% standardize
X_mean, X_std = np.mean(X_sim, axis=0), np.std(X_sim, axis=0)
X_scaled = ((X_sim - X_mean) / X_std).astype(np.float32).astype(float)
# %% silhouette
runs = [KMeans(k, n_init=10, random_state=42).fit(X_scaled) for k in range(2, 11)]
scores = [round(silhouette_score(X_scaled, run.labels_), 4) for run in runs]
silhouettes = dict(zip(range(2, 11), scores))
best_silhouette, best_k = max(zip(scores, range(2, 11)))
