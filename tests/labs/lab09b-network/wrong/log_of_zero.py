# The logarithm of 0.
# earns: 17
# numbers-log: log 0 has no value. Add 1 before you take the logarithm.
# %% numbers
def numbers(flows):
    return np.column_stack([np.log(flows[COUNTS]), flows[RATES]])
