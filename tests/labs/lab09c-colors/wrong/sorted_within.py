# The three numbers of a color are sorted before the colors are compared.
# earns: 16
# count-colors: (1, 2, 3) and (3, 2, 1) are two colors: the order of the three numbers matters.
# count-counts: (9, 0, 0) stands three times, the other two once, but the counts are
# %% count
def count_colors(rows):
    return np.unique(np.sort(rows, axis=1), axis=0, return_counts=True)
