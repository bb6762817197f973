# Signs are right, but the squares of uint8 begin again at 0.
# earns: 17
# error-bytes: Gray 10 and gray 200 are far apart, but the error is only
# %% error
def color_error(first, second):
    gap = np.maximum(first, second) - np.minimum(first, second)
    return np.sqrt((gap**2).sum(axis=2).mean())
