# The distances need no room, and one point always fits.
# earns: 16
# rows-fit: 62 points fit alone. Their distances to the centers need room too.
# rows-limits: In 39 bytes not even one point fits, but rows_per_block says 2. Raise a
# %% rows
def rows_per_block(limit, n_features, n_clusters):
    return max(1, limit // (8 * n_features))
