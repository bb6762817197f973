# The bins have equal widths, not equal shares.
# earns: 23
# baseline-edges: On other values the edges are wrong: bins of equal share.
# baseline-ties: The edges are wrong
# %% baseline
def baseline(values, n_bins=10):
    edges = np.linspace(min(values), max(values), n_bins + 1)[1:-1].tolist()
    return {"edges": edges, "shares": shares_in(values, edges)}
