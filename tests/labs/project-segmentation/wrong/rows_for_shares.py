# Numbers of gaps, in the order of the table, full columns too.
# earns: 74
# missing-shares: Only columns with gaps belong into the dict.
# missing-order: The largest share comes first: c, d, a, not ['a', 'b', 'c', 'd'].
# %% missing
def missing(table):
    return table.isna().sum().to_dict()
