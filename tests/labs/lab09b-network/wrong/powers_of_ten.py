# The logarithm to base 10, and all columns.
# earns: 16
# numbers-log: Take the natural logarithm: np.log, not np.log10.
# numbers-rates: The last two columns are serror_rate and same_srv_rate,
# %% numbers
def numbers(flows):
    return np.log10(1 + flows[COUNTS + RATES]).to_numpy()
