# The different numbers, not the different colors.
# earns: 16
# count-colors: A color has three numbers: colors has three columns, not shape (5,).
# count-counts: A color has three numbers: colors has three columns.
# %% count
def count_colors(rows):
    colors, counts = np.unique(rows, return_counts=True)
    return colors, np.ones(len(colors))
