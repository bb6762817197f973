# The order of the table.
# earns: 76
# missing-order: The largest share comes first: c, d, a, not ['a', 'c', 'd'].
# %% missing
def missing(table):
    shares = table.isna().mean()
    return shares[shares > 0].to_dict()
