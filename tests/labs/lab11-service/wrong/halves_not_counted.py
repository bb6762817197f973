# The halves are added above the line only.
# earns: 24
# shares-half: The shares must sum to 1: the halves count in the denominator too.
# %% shares
def shares_in(values, edges):
    counts = np.bincount(np.searchsorted(edges, values, side="right"), minlength=len(edges) + 1)
    return ((counts + 0.5) / len(values)).tolist()
