# Shares of the rows that are known.
# earns: 75
# shares-values: Divide by all rows, gaps included: then the shares and the gaps sum to 1.
# %% shares
def shares_of(column, values):
    return column.value_counts(normalize=True).reindex(list(values)).fillna(0).tolist() + [column.isna().mean()]
