# Rounded, not cut; no error where nothing fits.
# earns: 17
# rows-limits: 1039 bytes hold 25 points of 40 bytes, not 26: round down.
# %% rows
def rows_per_block(limit, n_features, n_clusters):
    return round(limit / (8 * (n_features + n_clusters)))
