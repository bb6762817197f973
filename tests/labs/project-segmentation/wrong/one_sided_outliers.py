# Only the upper side.
# earns: 75
# outliers-limits: The quartiles are 1.5 and 4.5, their distance 3, so below 1.5 - 4.5 = -3 is fa
# %% outliers
def outliers(values, factor=1.5):
    low, high = np.nanpercentile(values, [25, 75])
    return np.asarray(values > high + factor * (high - low))
