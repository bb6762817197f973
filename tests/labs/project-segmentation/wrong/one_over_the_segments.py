# One over the number of segments as base rate.
# earns: 75
# right-both: B is the largest with 3 of 5: 0.6, not 0.33.
# %% right
def right_shares(labels, segments, names):
    return np.mean(np.array(names)[labels] == segments), 1 / len(set(segments))
