# One mean and one deviation for the whole table.
# earns: 20
# standardize-columns: A column does not have mean 0. Scale each column by itself.
# %% standardize
def standardize(table):
    values = table.to_numpy(dtype=float)
    return (values - values.mean()) / values.std()
