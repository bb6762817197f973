# The mean over numbers, without a root.
# earns: 17
# error-root: You divide by the number of numbers, 12. There are 4 pixels.
# %% error
def color_error(first, second):
    return ((first.astype(float) - second) ** 2).mean()
