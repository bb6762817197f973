# All rows drawn alike.
# earns: 75
# split-strata: Of 10, 5 and 10 rows hold out 2, 1 and 2, not AACCC. Draw in each segment apar
# %% split
def split(segments, share, rng):
    order = rng.permutation(len(segments))
    cut = round(share * len(segments))
    return order[cut:], order[:cut]
