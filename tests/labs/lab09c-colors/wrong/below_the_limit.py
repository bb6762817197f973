# Below the limit, not at most; without a choice the largest palette.
# earns: 16
# cheapest-choice: An error of exactly 20 is at most 20.
# cheapest-edges: No error is at most 10, but cheapest says 4. Raise a ValueError.
# %% cheapest
def cheapest(table, limit):
    good = [k for k in table if table[k][0] < limit]
    return min(good or [max(table)], key=lambda k: (table[k][1], table[k][0]))
