# Plain Python: loops, bisect, permutations; tuples and single precision come back.
# %% register
def register(pipeline, table, segments, name):
    example = {feature: [float(table[feature].mean())] for feature in FEATURES}
    with mlflow.start_run():
        info = mlflow.sklearn.log_model(
            sk_model=pipeline, name="model", registered_model_name=name, pip_requirements=["scikit-learn"],
            signature=infer_signature(table, pipeline.predict(table)), input_example=pd.DataFrame(example),
            metadata={"segments": segments},
        )
    return str(info.registered_model_version)
# %% batch
def read_batch(batch):
    import math

    def number(value):
        return type(value) in (int, float) and not (type(value) is float and math.isnan(value))

    if not isinstance(batch, list):
        raise ValueError("no list")
    if not batch:
        raise ValueError("nobody")
    if len(batch) > MOST:
        raise ValueError("too many")
    X = []
    for i, rider in enumerate(batch):
        if not isinstance(rider, dict):
            raise ValueError("no dictionary")
        for feature in FEATURES:
            if feature not in rider:
                raise ValueError(f"rider {i} lacks {feature}")
        if len(rider) != len(FEATURES):
            raise ValueError(f"rider {i} has unknown fields")
        for feature in FEATURES:
            if not number(rider[feature]) or rider[feature] < 0 or rider[feature] > LARGEST:
                raise ValueError(f"rider {i}, {feature}")
        X.append([float(rider[feature]) for feature in FEATURES])
    return np.array(X)
# %% answer
def answer(pipeline, segments, X):
    scaler, centers = pipeline[0], pipeline[-1].cluster_centers_
    found = []
    for row in (X - scaler.mean_) / scaler.scale_:
        gaps = [float(np.linalg.norm(row - center)) for center in centers]
        j = min(range(len(gaps)), key=gaps.__getitem__)
        found.append({"id": j, "name": segments[j], "distance": round(gaps[j], 4)})
    return found
# %% shares
def shares_in(values, edges):
    from bisect import bisect_right

    counts = [0.5] * (len(edges) + 1)
    for value in values:
        counts[bisect_right(edges, value)] += 1
    return tuple(count / sum(counts) for count in counts)
# %% baseline
def baseline(values, n_bins=10):
    edges = []
    for i in range(1, n_bins):
        edge = float(np.quantile(values, i / n_bins))
        if edge not in edges:
            edges.append(edge)
    return {"shares": [float(share) for share in shares_in(values, edges)], "edges": edges}
# %% psi
def psi(stored, values):
    total = 0.0
    for old, new in zip(stored["shares"], shares_in(values, stored["edges"])):
        total += (new - old) * np.log(new / old)
    return np.float32(total)
# %% gaps
def ks_gap(reference, window):
    gaps = []
    for t in list(reference) + list(window):
        old = sum(value <= t for value in reference) / len(reference)
        new = sum(value <= t for value in window) / len(window)
        gaps.append(abs(old - new))
    return max(gaps)


def share_shift(before, now, n_clusters):
    before, now = list(before), list(now)
    return tuple(now.count(j) / len(now) - before.count(j) / len(before) for j in range(n_clusters))
# %% limit
def alarm_limit(calm, level):
    best = max(calm)
    for limit in calm:
        if limit < best and np.mean([value > limit for value in calm]) <= level:
            best = limit
    return best


def rings(value, limit):
    if value <= limit:
        return False
    return True
# %% carry
def carry_names(old, new, segments):
    from itertools import permutations

    def raw(pipeline):
        return pipeline[0].inverse_transform(pipeline[-1].cluster_centers_)

    gaps = [[float(np.sqrt((((a - b) / old[0].scale_) ** 2).sum())) for b in raw(old)] for a in raw(new)]
    k = len(gaps)
    best = min(permutations(range(k)), key=lambda order: sum(gaps[i][order[i]] for i in range(k)))
    return tuple(segments[j] for j in best), [gaps[i][j] for i, j in enumerate(best)]
