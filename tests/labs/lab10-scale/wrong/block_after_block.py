# The centers move after each block: the result depends on how the points are cut.
# earns: 16
# loop-lloyd: In each round, reduce the tables of all blocks, each block once.
# loop-rounds: In each round, reduce the tables of all blocks, each block once.
# %% loop
def kmeans_blocks(blocks, centers, max_iter=100):
    costs = []
    for _ in range(max_iter):
        before, J = centers, 0
        for block in blocks:
            centers, part = reduce_tables([map_block(block, centers)], centers)
            J += part
        costs.append(J)
        if np.allclose(centers, before):
            break
    return centers, costs
