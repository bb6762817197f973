# Money and frequency have each other's code.
# earns: 19
# groups-codes: The fifth customer is outside in money only: -1, not -2.
# groups-rule: A value below the lower fence, or on a fence, gets a wrong code.
# %% groups
def outlier_groups(table):
    groups = np.zeros(len(table), dtype=int)
    for column, code in [("monetary", -2), ("frequency", -1)]:
        low, high = fences(table[column])
        values = table[column].to_numpy()
        groups[(values < low) | (values > high)] += code
    return groups
