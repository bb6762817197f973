# Each old center takes the nearest new one, so that two may share a partner.
# earns: 70
# psi-bins: On other data the index is wrong: bins at the quantiles of the reference, wi
# shift-one-to-one: Both old centers got the same partner, and one new center got none. Pair one
# %% drift
def psi(expected, actual):
    expected, actual = np.maximum(expected, 1e-4), np.maximum(actual, 1e-4)
    return float(np.sum((actual - expected) * np.log(actual / expected)))


def psi_of_feature(reference, current, n_bins=4):
    edges = np.quantile(reference, np.linspace(0, 1, n_bins + 1))
    shares = [np.histogram(sample, edges)[0] / len(sample) for sample in (reference, current)]
    return psi(*shares)


def center_shift(old, new):
    return [min(np.linalg.norm(a - b) for b in new) for a in np.asarray(old)]
