# The smallest and the largest value are edges too.
# earns: 23
# baseline-edges: The smallest and the largest value are no edges
# baseline-ties: The edges are wrong
# %% baseline
def baseline(values, n_bins=10):
    edges = np.unique(np.quantile(values, np.linspace(0, 1, n_bins + 1))).tolist()
    return {"edges": edges, "shares": shares_in(values, edges)}
