# The largest correlation, not the largest absolute one.
# earns: 75
# strongest-pair: u and w go together most: their correlation is -0.98. Compare absolute values.
# %% strongest
def strongest(table):
    r = table.select_dtypes("number").corr()
    pairs = [(a, b, r.loc[a, b]) for i, a in enumerate(r) for b in r.columns[i + 1 :]]
    return max(pairs, key=lambda pair: pair[2])
