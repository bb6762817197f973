# An array does not travel as JSON.
# earns: 24
# baseline-edges: The baseline cannot travel as JSON. Make plain lists: .tolist().
# %% baseline
def baseline(values, n_bins=10):
    edges = np.unique(np.quantile(values, [i / n_bins for i in range(1, n_bins)]))
    return {"edges": edges, "shares": shares_in(values, edges)}
