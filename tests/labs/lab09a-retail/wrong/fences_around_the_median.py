# 1.5 interquartile ranges around the median.
# earns: 20
# fences-quartiles: Measure 1.5 interquartile ranges from the quartiles, not from the median.
# %% fences
def fences(values):
    first, middle, third = np.quantile(values, [0.25, 0.5, 0.75])
    return middle - 1.5 * (third - first), middle + 1.5 * (third - first)
