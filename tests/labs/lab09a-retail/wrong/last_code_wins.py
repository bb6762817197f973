# Who is outside in both gets the code of the last column.
# earns: 20
# groups-codes: The third customer is outside in money and in frequency: -3, not -2.
# %% groups
def outlier_groups(table):
    groups = np.zeros(len(table), dtype=int)
    for column, code in [("monetary", -1), ("frequency", -2)]:
        low, high = fences(table[column])
        values = table[column].to_numpy()
        groups[(values < low) | (values > high)] = code
    return groups
