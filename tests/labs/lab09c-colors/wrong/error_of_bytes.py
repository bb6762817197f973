# Differences of uint8 begin again at 0.
# earns: 17
# error-bytes: Light against dark and dark against light give two errors: uint8 has no negative
# %% error
def color_error(first, second):
    return np.sqrt(((first - second).astype(float) ** 2).sum(axis=2).mean())
