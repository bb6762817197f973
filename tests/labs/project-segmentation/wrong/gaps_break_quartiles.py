# Gaps make the quartiles NaN.
# earns: 76
# outliers-gaps: Gaps must not change the quartiles of the values that are there: 50 stands apa
# %% outliers
def outliers(values, factor=1.5):
    low, high = np.percentile(values, [25, 75])
    return np.asarray((values < low - factor * (high - low)) | (values > high + factor * (high - low)))
