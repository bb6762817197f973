# The map sends means.
# earns: 16
# map-table: (1, 1) is the mean. Send sums: the means of two blocks do not add up to the
# map-absent: The members 5 and 6 give 2, 11, 61, not [2.0, 5.5, 61.0].
# %% map
def map_block(block, centers):
    labels = pairwise_distances_argmin(block, centers)
    rows = []
    for j in range(len(centers)):
        members = block[labels == j]
        rows.append([len(members), *(members.sum(axis=0) / max(len(members), 1)), (members**2).sum()])
    return np.array(rows)
