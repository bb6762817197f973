# A value on a fence is set aside.
# earns: 20
# groups-rule: Frequency 1 lies on the lower fence and money 5 on the upper one. A value
# %% groups
def outlier_groups(table):
    groups = np.zeros(len(table), dtype=int)
    for column, code in [("monetary", -1), ("frequency", -2)]:
        low, high = fences(table[column])
        values = table[column].to_numpy()
        groups[(values <= low) | (values >= high)] += code
    return groups
