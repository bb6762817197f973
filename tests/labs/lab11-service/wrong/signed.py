# The gap keeps its sign, and so does the wrong side of the shift.
# earns: 23
# gaps-ks: On other samples the gap is wrong.
# gaps-shares: The sign is turned: now minus before.
# %% gaps
def ks_gap(reference, window):
    t = np.union1d(reference, window)
    old, new = ((np.asarray(s)[:, None] <= t).mean(axis=0) for s in (reference, window))
    return float((old - new).max())


def share_shift(before, now, n_clusters):
    old, new = (np.bincount(labels, minlength=n_clusters) / len(labels) for labels in (before, now))
    return old - new
