# A cluster without any member is divided by zero.
# earns: 17
# reduce-centers: Two members with sum 5, and none: centers 2.5 and, as before, 10, not [2.5,
# %% reduce
def reduce_tables(tables, centers):
    total = sum(np.asarray(table, dtype=float) for table in tables)
    moved, J = np.array(centers, dtype=float), 0.0
    for j in range(len(centers)):
        N, LS, SS = total[j, 0], total[j, 1:-1], total[j, -1]
        J += SS - 2 * LS @ centers[j] + N * centers[j] @ centers[j]
        if True:
            moved[j] = LS / N
    return moved, J
