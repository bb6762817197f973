# Rows that sum to 1.
# earns: 16
# unit-length: Your rows sum to 1. Divide by the root of the sum of squares.
# unit-zero: A row of zeros was divided by 0. It stays as it is.
# %% unit
def unit_rows(table):
    return table / table.sum(axis=1, keepdims=True)
