# Each sample gets bins of its own; a share of 0 gives infinity; centers are compared by id.
# earns: 68
# psi-shares: A share of 0 gave infinity. Raise it to 0.0001 first.
# psi-bins: The second sample moved by a whole standard deviation, and the index says th
# shift-paired: The same centers under other ids have not moved. Pair them before you measur
# shift-one-to-one: On other data another one-to-one pairing has a smaller sum of distances.
# %% drift
def psi(expected, actual):
    expected, actual = np.array(expected), np.array(actual)
    return float(np.sum((actual - expected) * np.log(actual / expected)))


def psi_of_feature(reference, current, n_bins=4):
    shares = []
    for sample in (reference, current):
        cuts = np.quantile(sample, np.linspace(0, 1, n_bins + 1)[1:-1])
        shares.append(np.bincount(np.searchsorted(cuts, sample), minlength=n_bins) / len(sample))
    return psi(*shares)


def center_shift(old, new):
    return np.linalg.norm(np.asarray(old) - np.asarray(new), axis=1)
