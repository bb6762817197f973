# Fences three standard deviations from the mean.
# earns: 20
# fences-quartiles: The quartiles of 0, 1, 2, 3, 4 are 1 and 3, so the fences are 1 - 3 = -2
# %% fences
def fences(values):
    return np.mean(values) - 3 * np.std(values), np.mean(values) + 3 * np.std(values)
