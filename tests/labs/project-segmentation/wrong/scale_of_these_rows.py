# Measured with the scale of the new rows.
# earns: 76
# standard-ages: Use the scale that is given, not one of these rows: a single row has no spread
# %% standard
def standardize(X, middle, spread):
    return (X - X.mean(axis=0)) / X.std(axis=0)
