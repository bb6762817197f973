# The largest segment first.
# earns: 76
# balance-shares: The small table has the segments A, C and D, in this order, not ['C', 'D', 'A'
# %% balance
def balance(segments):
    return segments.value_counts(normalize=True, ascending=True).to_dict()
