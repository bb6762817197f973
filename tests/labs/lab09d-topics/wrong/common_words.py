# Common words are added up.
# earns: 17
# pairs-number: The first two documents share two words, but are one pair.
# %% pairs
def pairs_sharing(counts):
    has = (counts > 0).astype(int)
    return int(np.triu(has @ has.T, 1).sum())
