# All rounds, always.
# earns: 17
# loop-rounds: kmeans_blocks ran all 100 rounds. Stop after a round that moves no center.
# %% loop
def kmeans_blocks(blocks, centers, max_iter=100):
    costs = []
    for _ in range(max_iter):
        centers, J = reduce_tables([map_block(block, centers) for block in blocks], centers)
        costs.append(J)
    return centers, costs
