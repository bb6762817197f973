# Loops, lists and the math module.
# %% numbers
import math


def numbers(flows):
    rows = []
    for _, flow in flows.iterrows():
        rows.append([math.log1p(flow[name]) for name in COUNTS] + [flow[name] for name in RATES])
    return rows
# %% onehot
def one_hot(values, categories):
    return [[1 if value == word else 0 for word in categories] for value in values]
# %% scale
def scale(normal, X):
    columns = []
    for known, new in zip(normal.T.tolist(), X.T.tolist()):
        mean = sum(known) / len(known)
        unit = math.sqrt(sum((v - mean) ** 2 for v in known) / len(known))
        columns.append([(v - mean) / (unit or 1) for v in new])
    return np.array(columns).T
# %% score
def score(X, centers):
    return [min(math.dist(x, center) for center in centers) for x in X]
# %% limit
def limit_for(scores, rate):
    best = max(scores)
    for limit in scores:
        above = len([s for s in scores if s > limit])
        if above / len(scores) <= rate and limit < best:
            best = limit
    return best
# %% detector
def detector(teach, check, day, k, rate, seed):
    model = KMeans(n_clusters=k, n_init=10, random_state=seed)
    model.fit(scale(teach, teach))
    centers = model.cluster_centers_
    limit = limit_for(score(scale(teach, check), centers), rate)
    return [bool(s > limit) for s in score(scale(teach, day), centers)]
# %% unreached
def unreached(normal, X, eps, min_samples):
    core = [p for p in normal if sum(math.dist(p, q) <= eps for q in normal) >= min_samples]
    return [all(math.dist(x, p) > eps for p in core) for x in X]
# %% judge
def judge(attack, alarm):
    hit = sum(1 for a, b in zip(attack, alarm) if a and b)
    false = sum(1 for a, b in zip(attack, alarm) if b and not a)
    missed = sum(1 for a, b in zip(attack, alarm) if a and not b)
    quiet = len(attack) - hit - false - missed
    nan = float("nan")
    return {
        "recall": hit / (hit + missed) if hit + missed else nan,
        "precision": hit / (hit + false) if hit + false else nan,
        "false alarm rate": false / (false + quiet) if false + quiet else nan,
        "accuracy": (hit + quiet) / len(attack),
    }
# %% paper
true_alarms = 900
false_alarms = 39980.0
precision = 0.022
accuracy_detector = 0.97996
accuracy_silence = 0.9995
