# Whole arrays, masks and broadcasting; single precision.
# %% batch
def read_batch(batch):
    try:
        sizes = 1 <= len(batch) <= MOST and isinstance(batch, list)
        known = sizes and all(rider.keys() == set(FEATURES) for rider in batch)
    except (TypeError, AttributeError):
        known = False
    if not known:
        raise ValueError("Send a list of dictionaries with exactly the features.")
    for i, j in np.ndindex(len(batch), len(FEATURES)):
        value = batch[i][FEATURES[j]]
        if type(value) not in {int, float} or not (value >= 0 and value <= LARGEST):
            raise ValueError(f"batch[{i}][{FEATURES[j]!r}]")
    return np.array([list(map(rider.get, FEATURES)) for rider in batch]).astype(np.float64)
# %% answer
def answer(pipeline, segments, X):
    Z = pipeline[:-1].transform(X)
    gaps = np.sqrt(((Z[:, None] - pipeline[-1].cluster_centers_) ** 2).sum(axis=-1))
    kinds, nearest = gaps.argmin(1), gaps.min(1)
    keys = "id", "name", "distance"
    return [dict(zip(keys, one)) for one in zip(kinds.tolist(), np.array(segments)[kinds].tolist(), nearest.tolist())]
# %% shares
def shares_in(values, edges):
    above = (np.asarray(values)[:, None] >= np.asarray(edges)).sum(axis=1)
    counts = (above[:, None] == np.arange(len(edges) + 1)).sum(axis=0) + 0.5
    return counts / counts.sum()
# %% baseline
def baseline(values, n_bins=10):
    edges = sorted(set(np.quantile(values, np.linspace(0, 1, n_bins + 1))[1:-1].tolist()))
    return {"edges": edges, "shares": np.asarray(shares_in(values, edges)).tolist()}
# %% psi
def psi(stored, values):
    b = np.array(stored["shares"], dtype=np.float32)
    a = np.array(shares_in(values, stored["edges"]), dtype=np.float32)
    return np.dot(a - b, np.log(a) - np.log(b))
# %% gaps
def ks_gap(reference, window):
    t = np.union1d(reference, window)
    old, new = ((np.asarray(s)[:, None] <= t).mean(axis=0) for s in (reference, window))
    return np.max(np.abs(old - new))


def share_shift(before, now, n_clusters):
    ids = np.arange(n_clusters)
    return (np.array(now)[:, None] == ids).mean(axis=0) - (np.array(before)[:, None] == ids).mean(axis=0)
# %% limit
def alarm_limit(calm, level):
    calm = np.array(calm)
    false_alarms = (calm[:, None] > calm).mean(axis=0)
    return calm[false_alarms <= level].min()


def rings(value, limit):
    return bool(~(np.float64(value) <= limit))
# %% carry
def carry_names(old, new, segments):
    points = old[0].transform(new[0].inverse_transform(new[1].cluster_centers_))
    gaps = cdist(points, old[1].cluster_centers_, "sqeuclidean") ** 0.5
    rows, partners = linear_sum_assignment(gaps)
    return np.array(segments)[partners], gaps[rows, partners].astype(np.float32)
