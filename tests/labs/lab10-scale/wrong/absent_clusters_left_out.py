# A cluster without members in the block has no row.
# earns: 17
# map-absent: Three clusters have three rows, also when some have no member here: shape
# %% map
def map_block(block, centers):
    labels = pairwise_distances_argmin(block, centers)
    rows = []
    for j in np.unique(labels):
        members = block[labels == j]
        rows.append([len(members), *members.sum(axis=0), (members**2).sum()])
    return np.array(rows)
