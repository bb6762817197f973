# Only the first members of the two parts get the height of a merge.
# earns: 15
# cophenetic-heights: When two clusters merge, ALL pairs
# %% cophenetic
def cophenetic(Z):
    n = len(Z) + 1
    table, first = np.zeros((n, n)), list(range(n))
    for a, b, height, _ in Z:
        i, j = first[int(a)], first[int(b)]
        table[i, j] = table[j, i] = height
        first.append(min(i, j))
    return table
