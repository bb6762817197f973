# Quantiles that coincide stay.
# earns: 24
# baseline-ties: A bin between 0 and 0 cannot hold anybody: keep each edge once.
# %% baseline
def baseline(values, n_bins=10):
    edges = np.quantile(values, [i / n_bins for i in range(1, n_bins)]).tolist()
    return {"edges": edges, "shares": shares_in(values, edges)}
