# Divided by the sum of squares; rows of zeros are dropped.
# earns: 16
# unit-length: You divide by the sum of squares. Take its root.
# unit-zero: A row of zeros stays: shape (2, 3), not (1, 3).
# %% unit
def unit_rows(table):
    some = table[(table != 0).any(axis=1)]
    return some / (some**2).sum(axis=1, keepdims=True)
