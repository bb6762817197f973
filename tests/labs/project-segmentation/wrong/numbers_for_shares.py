# Numbers of rows.
# earns: 75
# right-both: Return a share, not a number of rows.
# %% right
def right_shares(labels, segments, names):
    return sum(names[j] == s for j, s in zip(labels, segments)), pd.Series(segments).value_counts().max()
