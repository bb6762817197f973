# The table is changed.
# earns: 17
# unit-length: unit_rows changed the table it was given.
# %% unit
def unit_rows(table):
    lengths = np.linalg.norm(table, axis=1)
    lengths[lengths == 0] = 1
    table /= lengths[:, None]
    return table
