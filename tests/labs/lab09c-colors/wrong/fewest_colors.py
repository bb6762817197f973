# The fewest colors, and None where there are none.
# earns: 16
# cheapest-choice: More colors may take fewer bytes. Compare the bytes, not the numbers of
# cheapest-edges: With the same bytes take the smaller error, 12 colors, not 7.
# %% cheapest
def cheapest(table, limit):
    return min((k for k, (error, _) in table.items() if error <= limit), default=None)
