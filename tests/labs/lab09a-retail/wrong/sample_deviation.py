# n - 1 instead of n.
# earns: 20
# standardize-columns: You divided by n - 1, as pandas does by default. This course divides by n,
# %% standardize
def standardize(table):
    return (table - table.mean()) / table.std()
