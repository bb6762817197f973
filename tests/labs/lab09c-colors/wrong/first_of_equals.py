# Of equal bytes the first.
# earns: 17
# cheapest-edges: With the same bytes take the smaller error, 12 colors, not 9.
# %% cheapest
def cheapest(table, limit):
    good = [k for k in table if table[k][0] <= limit]
    if not good:
        raise ValueError(limit)
    return min(good, key=lambda k: table[k][1])
