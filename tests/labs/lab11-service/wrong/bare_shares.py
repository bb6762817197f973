# Bare shares: an empty bin has the share 0.
# earns: 24
# shares-half: These are the bare shares. Add half a value to each bin
# %% shares
def shares_in(values, edges):
    counts = np.bincount(np.searchsorted(edges, values, side="right"), minlength=len(edges) + 1)
    return (counts / len(values)).tolist()
