# The farthest color.
# earns: 17
# assign-nearest: These are the farthest colors. Take the nearest.
# %% assign
def assign_colors(rows, palette):
    return ((rows[:, None].astype(float) - palette) ** 2).sum(axis=2).argmax(axis=1)
