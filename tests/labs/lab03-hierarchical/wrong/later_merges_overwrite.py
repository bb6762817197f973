# Each merge writes its height over all pairs of the union, also those that met before.
# earns: 15
# cophenetic-heights: Points 1 and 3 first share a cluster in the fourth row
# %% cophenetic
def cophenetic(Z):
    n = len(Z) + 1
    table, members = np.zeros((n, n)), {i: [i] for i in range(n)}
    for row, (a, b, height, _) in enumerate(Z):
        members[n + row] = members[int(a)] + members[int(b)]
        table[np.ix_(members[n + row], members[n + row])] = height
    np.fill_diagonal(table, 0)
    return table
