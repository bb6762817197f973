# Categories that nobody has are left out.
# earns: 75
# shares-values: Nine professions and the gaps make ten shares, not 4.
# %% shares
def shares_of(column, values):
    return column.value_counts(normalize=True, dropna=False).to_numpy()
