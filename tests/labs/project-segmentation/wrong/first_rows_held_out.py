# The first rows of each segment, no chance.
# earns: 76
# split-chance: Some rows are never held out. Draw by chance, each row of a segment equally li
# %% split
def split(segments, share, rng):
    held = []
    for name in np.unique(segments):
        own = np.flatnonzero(segments == name)
        held += own[: round(share * len(own))].tolist()
    return np.setdiff1d(np.arange(len(segments)), held), np.array(held)
