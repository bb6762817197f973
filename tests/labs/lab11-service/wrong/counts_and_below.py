# Counts for shares; and "below t" against "at most t".
# earns: 23
# gaps-ks: Equal samples have no gap, but yours is
# gaps-shares: These are differences of counts. The lists have different lengths
# %% gaps
def ks_gap(reference, window):
    t = np.union1d(reference, window)
    old = (np.asarray(reference)[:, None] < t).mean(axis=0)
    new = (np.asarray(window)[:, None] <= t).mean(axis=0)
    return float(np.abs(old - new).max())


def share_shift(before, now, n_clusters):
    old, new = (np.bincount(labels, minlength=n_clusters) for labels in (before, now))
    return new - old
