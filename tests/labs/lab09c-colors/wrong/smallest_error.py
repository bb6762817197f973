# The smallest error.
# earns: 16
# cheapest-choice: 32 colors have the smallest error. You asked for the fewest bytes within the
# cheapest-edges: With another table of equal bytes the choice is wrong.
# %% cheapest
def cheapest(table, limit):
    best = min(table, key=lambda k: table[k])
    if table[best][0] > limit:
        raise ValueError(limit)
    return best
