# Only one half of the table is filled.
# earns: 15
# cophenetic-table: The table must be symmetric
# %% cophenetic
def cophenetic(Z):
    n = len(Z) + 1
    table, members = np.zeros((n, n)), {i: [i] for i in range(n)}
    for row, (a, b, height, _) in enumerate(Z):
        left, right = members[int(a)], members[int(b)]
        members[n + row] = left + right
        table[np.ix_(left, right)] = height
    return np.triu(table + table.T)
