# Each document is a pair with itself.
# earns: 17
# pairs-number: A document is no pair with itself.
# %% pairs
def pairs_sharing(counts):
    has = (counts > 0).astype(int)
    return int(np.triu(has @ has.T > 0).sum())
