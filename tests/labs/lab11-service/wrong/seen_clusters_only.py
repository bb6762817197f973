# Only clusters that occur are counted.
# earns: 24
# gaps-shares: Four clusters need four numbers, also those without members, not 3.
# %% gaps
def ks_gap(reference, window):
    t = np.union1d(reference, window)
    old, new = ((np.asarray(s)[:, None] <= t).mean(axis=0) for s in (reference, window))
    return float(np.abs(old - new).max())


def share_shift(before, now, n_clusters):
    seen = sorted(set(before) | set(now))
    return [list(now).count(j) / len(now) - list(before).count(j) / len(before) for j in seen]
