# Shares in the place of counts.
# earns: 17
# count-counts: These are shares. Count pixels.
# %% count
def count_colors(rows):
    colors, counts = np.unique(rows, axis=0, return_counts=True)
    return colors, counts / counts.sum()
