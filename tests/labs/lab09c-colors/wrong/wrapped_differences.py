# Differences of uint8.
# earns: 17
# assign-nearest: With uint8 on both sides the labels are 0, 1, 0, not
# %% assign
def assign_colors(rows, palette):
    return ((rows[:, None] - palette) ** 2).sum(axis=2).argmin(axis=1)
