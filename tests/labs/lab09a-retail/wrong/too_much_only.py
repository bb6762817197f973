# Only values above the upper fence are set aside.
# earns: 20
# groups-rule: A value below the lower fence, or on a fence, gets a wrong code.
# %% groups
def outlier_groups(table):
    groups = np.zeros(len(table), dtype=int)
    for column, code in [("monetary", -1), ("frequency", -2)]:
        low, high = fences(table[column])
        values = table[column].to_numpy()
        groups[values > high] += code
    return groups
