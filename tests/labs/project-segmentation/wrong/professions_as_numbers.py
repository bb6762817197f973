# One number for a profession: 5 between 4 and 6.
# earns: 73
# encode-order: Five customers with 23 numbers each: shape (5, 23), not (5, 9).
# encode-wide: A single customer has 23 numbers too, not 9: the columns come from VALUES, not
# %% encode
def encode(table):
    places = [np.array([VALUES[name].index(value) for value in table[name]]) for name in WORDS]
    return np.column_stack([table[list(NUMBERS)], *places])
