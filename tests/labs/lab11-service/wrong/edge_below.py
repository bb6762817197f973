# A value that equals an edge goes below.
# earns: 24
# shares-half: A value that equals an edge belongs to the bin above it.
# %% shares
def shares_in(values, edges):
    counts = np.bincount(np.searchsorted(edges, values), minlength=len(edges) + 1) + 0.5
    return (counts / counts.sum()).tolist()
