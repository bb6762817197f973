# Who was away for very long is set aside too.
# earns: 20
# groups-rule: The last customer was away for long, and nothing else. Recency sets nobody
# %% groups
def outlier_groups(table):
    groups = np.zeros(len(table), dtype=int)
    for column, code in [("monetary", -1), ("frequency", -2), ("recency", -4)]:
        low, high = fences(table[column])
        values = table[column].to_numpy()
        groups[(values < low) | (values > high)] += code
    return groups
