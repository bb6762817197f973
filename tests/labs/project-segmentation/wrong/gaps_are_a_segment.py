# Gaps counted.
# earns: 76
# balance-gaps: The shares of the known segments sum to 1: divide by the rows that have one.
# %% balance
def balance(segments):
    return (segments.value_counts().sort_index() / len(segments)).to_dict()
