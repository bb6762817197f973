# NumPy, plain loops and dictionaries wherever a function of a library could do it.
# %% prepare
X_sim = np.array([[row.Annual_Income, row.Spending_Score] for row in customers.itertuples()])
X_mean, X_std = X_sim.mean(axis=0), X_sim.std(axis=0)
X_scaled = (X_sim - X_mean) / X_std
print(X_scaled[:5])


def standardize_new(income, score):
    return [(income - X_mean[0]) / X_std[0], (score - X_mean[1]) / X_std[1]]
# %% elbow
inertias = []
for k in range(1, 11):
    model = KMeans(k, n_init=10, random_state=42)
    labels = model.fit_predict(X_scaled)
    inertias.append(sum(((X_scaled[labels == j] - X_scaled[labels == j].mean(axis=0)) ** 2).sum() for j in range(k)))
ratios = []
for i in range(1, len(inertias)):
    ratios.append(round(inertias[i] / inertias[i - 1], 3))
# %% chord
def chord_elbow(ks, values):
    # perpendicular distances, both axes scaled to 0..1
    ks, values = list(ks), list(values)
    x = [(k - ks[0]) / (ks[-1] - ks[0]) for k in ks]
    y = [(v - values[-1]) / (values[0] - values[-1]) for v in values]
    gaps = [(1 - a - b) / 2**0.5 for a, b in zip(x, y)]
    return ks[gaps.index(max(gaps))]


chord_picks = tuple(
    chord_elbow(list(range(a, b + 1)), inertias[a - 1 : b]) for a, b in ((1, 5), (1, 10), (2, 10))
)
# %% silhouette-parts
def silhouette_parts(X, labels, i):
    sums, sizes = {}, {}
    for j, label in enumerate(labels):
        if j != i:
            gap = sum((float(a) - float(b)) ** 2 for a, b in zip(X[i], X[j])) ** 0.5
            sums[label], sizes[label] = sums.get(label, 0) + gap, sizes.get(label, 0) + 1
    means = {label: sums[label] / sizes[label] for label in sums}
    a = means.pop(labels[i], None)
    b = min(means.values())
    return (a, b, (b - a) / max(a, b)) if a is not None else (0, b, 0)
# %% em
def density(X, mean, covariance):
    gaps = np.asarray(X, dtype=float) - mean
    squares = np.einsum("ij,jk,ik->i", gaps, np.linalg.inv(covariance), gaps)
    return np.exp(-squares / 2) / np.sqrt(np.linalg.det(2 * np.pi * np.asarray(covariance)))


def e_step(X, weights, means, covariances):
    table = []
    for j in range(len(weights)):
        table.append(weights[j] * density(X, means[j], covariances[j]))
    table = np.array(table)
    return (table / table.sum(axis=0)).T


def m_step(X, responsibilities):
    n, k = responsibilities.shape
    weights, means, covariances = [], [], []
    for j in range(k):
        r = responsibilities[:, j]
        mean = sum(r[i] * X[i] for i in range(n)) / sum(r)
        weights.append(sum(r) / n)
        means.append(mean)
        covariances.append(sum(r[i] * np.outer(X[i] - mean, X[i] - mean) for i in range(n)) / sum(r))
    return weights, means, covariances
# %% kdist
k_distances = sorted(
    sorted(np.linalg.norm(X_moons_scaled - player, axis=1))[4] for player in X_moons_scaled
)
# %% count
def count_clusters(labels):
    seen, noise = [], 0
    for label in labels:
        if label == -1:
            noise += 1
        elif label not in seen:
            seen.append(label)
    return [len(seen), noise]
# %% similarity
knn = KNeighborsClassifier().fit(X_train, y_train)
knn_predictions = list(knn.predict(X_test))
knn_accuracy = round(knn.score(X_test, y_test), 3)


def cosine(u, v):
    return sum(a * b for a, b in zip(u, v)) / (sum(a * a for a in u) * sum(b * b for b in v)) ** 0.5


def jaccard(a, b):
    both = [x for x in set(a) if x in b]
    either = set(list(a) + list(b))
    return 1 if not either else len(both) / len(either)
# %% retrieval
by_cosine = sorted(range(7), key=lambda i: cosine(counts[i], query), reverse=True)
by_euclidean = sorted(range(7), key=lambda i: sum((counts[i] - query) ** 2))
# %% bonus
def meet_probability(s, bands, rows):
    miss = 1
    for _ in range(bands):
        miss *= 1 - s**rows
    return 1 - miss


low, high = 0, 1
while high - low > 1e-6:
    half_way = (low + high) / 2
    low, high = (half_way, high) if meet_probability(half_way, 20, 5) < 0.5 else (low, half_way)


def share_compared(points, queries):
    tree, calls = KDTree(points, leaf_size=10), 0
    for asked in queries:
        tree.reset_n_calls()
        tree.query([asked])
        calls += tree.get_n_calls()
    return calls / len(points) / len(queries)
# %% predict
def predict_customer(package, customer):
    row = []
    for feature in package["features"]:
        value = customer.get(feature)
        if isinstance(value, bool) or not isinstance(value, (int, float, np.number)):
            raise ValueError(f"{feature} must be a number")
        if not abs(value) < float("inf"):
            raise ValueError(f"{feature} must be finite")
        row.append(value)
    if not (customer["Annual_Income"] >= 0 and 1 <= customer["Spending_Score"] <= 100):
        raise ValueError("out of range")
    scaler, kmeans = package["pipeline"]["scaler"], package["pipeline"]["kmeans"]
    z = (np.array(row) - scaler.mean_) / scaler.scale_
    gaps = np.linalg.norm(kmeans.cluster_centers_ - z, axis=1)
    return {"id": gaps.argmin(), "name": package["names"][gaps.argmin()], "distance": gaps.min()}
# %% drift
from itertools import permutations


def psi(expected, actual):
    total = 0
    for e, a in zip(expected, actual):
        e, a = max(e, 0.0001), max(a, 0.0001)
        total += (a - e) * np.log(a / e)
    return total


def psi_of_feature(reference, current, n_bins=4):
    cuts = [np.quantile(reference, i / n_bins) for i in range(1, n_bins)]
    shares = []
    for sample in (reference, current):
        bins = [sum(value > cut for cut in cuts) for value in sample]
        shares.append([bins.count(j) / len(bins) for j in range(n_bins)])
    return psi(*shares)


def center_shift(old, new):
    def moves(order):
        return [float(np.linalg.norm(np.subtract(old[i], new[j]))) for i, j in enumerate(order)]

    return min((moves(order) for order in permutations(range(len(new)))), key=sum)
# %% starts
def bad_share(X, k, init, n_runs):
    ends = []
    for seed in range(n_runs):
        ends.append(KMeans(k, init=init, n_init=1, random_state=seed).fit(X).inertia_)
    best = min(min(ends), KMeans(k, n_init=50, random_state=0).fit(X).inertia_)
    return sum(end / best > 1.001 for end in ends) / n_runs
