# Plain loops, sets and dictionaries, math.dist, no NumPy call.
# %% silhouette-of
import math


def silhouette_of(i, X, labels):
    totals, sizes = {}, {}
    for j in range(len(X)):
        if j != i:
            totals[labels[j]] = totals.get(labels[j], 0) + math.dist(X[i], X[j])
            sizes[labels[j]] = sizes.get(labels[j], 0) + 1
    if labels[i] not in sizes:
        return 0
    a = totals[labels[i]] / sizes[labels[i]]
    b = min(totals[name] / sizes[name] for name in totals if name != labels[i])
    if a == b:
        return 0
    return 1 - a / b if a < b else b / a - 1
# %% mean-silhouette
def mean_silhouette(X, labels):
    groups = {str(name) for name in labels}
    if len(groups) == 1:
        raise ValueError("one group")
    if len(groups) == len(X):
        raise ValueError("everybody is alone")
    total = 0
    for i, _ in enumerate(X):
        total += silhouette_of(i, X, labels)
    return total / len(X)
# %% davies-bouldin
def davies_bouldin(X, labels):
    members = {}
    for point, name in zip(X, labels):
        members.setdefault(name, []).append(point)
    summary = []
    for points in members.values():
        center = [sum(column) / len(points) for column in zip(*points)]
        summary.append((center, sum(math.dist(p, center) for p in points) / len(points)))
    total = 0
    for j, (center, spread) in enumerate(summary):
        worst = 0
        for m, (other, its_spread) in enumerate(summary):
            if m != j:
                worst = max(worst, (spread + its_spread) / math.dist(center, other))
        total += worst
    return total / len(summary)
# %% pair-counts
def pair_counts(first, second):
    counts = [0, 0, 0, 0]
    for j in range(len(first)):
        for i in range(j):
            one, two = first[i] == first[j], second[i] == second[j]
            for place, told in enumerate((one and two, one, two, True)):
                counts[place] += 1 if told else 0
    return counts
# %% adjusted-rand
def adjusted_rand(first, second):
    both, one, two, pairs = pair_counts(first, second)
    above, below = 2 * (both * pairs - one * two), (one + two) * pairs - 2 * one * two
    return above / below if below else 1
# %% paper-silhouette
a_paper, b_paper, s_paper = 1.207, 4.952, "0.756"
# %% paper-centers
db_paper, ch_paper = 0.262, 56.25
# %% paper-ari
rand_paper, ari_paper = 0.667, 0.324
# %% elbow
inertias, drops = {}, {}
for k in range(1, 11):
    inertias[k] = KMeans(k, n_init=10, random_state=42).fit(X_groups).inertia_
    if k > 1:
        drops[k] = round((inertias[k - 1] - inertias[k]) / inertias[k - 1], 3)
k_elbow = [k for k in drops if drops[k] >= 0.5][-1]
# %% sweep
silhouettes = {}
for k in range(2, 11):
    model = KMeans(k, n_init=10, random_state=42).fit(X_groups)
    silhouettes[k] = round(mean_silhouette(X_groups, model.labels_), 3)
k_silhouette = sorted(silhouettes, key=silhouettes.get)[-1]
# %% moons
found = KMeans(2, n_init=10, random_state=42).fit(X_moons).labels_
silhouette_kmeans = round(mean_silhouette(X_moons, found), 3)
silhouette_truth = round(mean_silhouette(X_moons, y_moons), 3)
ari_kmeans = round(adjusted_rand(y_moons, found), 3)
