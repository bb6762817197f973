# J of the new centers.
# earns: 17
# reduce-cost: 8 is the cost of the new centers. J belongs to the old ones, which the
# %% reduce
def reduce_tables(tables, centers):
    total = sum(np.asarray(table, dtype=float) for table in tables)
    moved, J = np.array(centers, dtype=float), 0.0
    for j in range(len(centers)):
        N, LS, SS = total[j, 0], total[j, 1:-1], total[j, -1]
        J += SS - LS @ LS / max(N, 1)
        if N > 0:
            moved[j] = LS / N
    return moved, J
