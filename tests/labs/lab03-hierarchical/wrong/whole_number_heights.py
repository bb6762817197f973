# A table of whole numbers cuts the fractions of the heights.
# earns: 15
# cophenetic-table: The height 4.5 was cut to 4
# %% cophenetic
def cophenetic(Z):
    n = len(Z) + 1
    table, members = np.zeros((n, n), dtype=int), {i: [i] for i in range(n)}
    for row, (a, b, height, _) in enumerate(Z):
        left, right = members[int(a)], members[int(b)]
        members[n + row] = left + right
        table[np.ix_(left, right)] = height
    return table + table.T
