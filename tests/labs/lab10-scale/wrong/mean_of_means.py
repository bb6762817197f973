# The means of the blocks are averaged, each block with the same weight.
# earns: 17
# reduce-centers: 2.5 is the mean of the means of the blocks, 1 and 4. The first block has
# %% reduce
def reduce_tables(tables, centers):
    total = sum(np.asarray(table, dtype=float) for table in tables)
    moved, J = np.array(centers, dtype=float), 0.0
    for j in range(len(centers)):
        J += total[j, -1] - 2 * total[j, 1:-1] @ centers[j] + total[j, 0] * centers[j] @ centers[j]
        means = [table[j, 1:-1] / table[j, 0] for table in tables if table[j, 0] > 0]
        if means:
            moved[j] = np.mean(means, axis=0)
    return moved, J
