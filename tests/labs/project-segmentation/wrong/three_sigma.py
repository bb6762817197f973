# Three standard deviations for the quartiles, gaps forgotten.
# earns: 74
# outliers-limits: The quartiles are 1.5 and 4.5, their distance 3, so below 1.5 - 4.5 = -3 is fa
# outliers-gaps: Gaps must not change the quartiles of the values that are there: 50 stands apa
# %% outliers
def outliers(values, factor=1.5):
    values = np.asarray(values)
    return abs(values - values.mean()) > 3 * values.std()
