# One round only.
# earns: 16
# loop-lloyd: These are the centers of the first round. Repeat until nothing moves.
# loop-rounds: The third round moves no center: three rounds, not 1.
# %% loop
def kmeans_blocks(blocks, centers, max_iter=100):
    centers, J = reduce_tables([map_block(block, centers) for block in blocks], centers)
    return centers, [J]
