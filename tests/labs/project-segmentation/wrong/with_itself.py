# Each column with itself.
# earns: 75
# strongest-pair: A column correlates with itself perfectly, and that says nothing.
# %% strongest
def strongest(table):
    r = table.select_dtypes("number").corr().abs().stack()
    return (*r.idxmax(), r.max())
