# The mean of the distances.
# earns: 17
# error-root: 1.25 is the mean distance. Square the distances, and take the root at the end.
# %% error
def color_error(first, second):
    return np.linalg.norm(first.astype(float) - second, axis=2).mean()
