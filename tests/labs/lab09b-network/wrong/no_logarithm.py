# Bytes as they are; the logarithm goes to the rates.
# earns: 16
# numbers-log: The bytes are as they were. Take logarithms of the four columns of COUNTS.
# numbers-rates: A rate has no tail. Leave the columns of RATES as they are.
# %% numbers
def numbers(flows):
    return np.column_stack([flows[COUNTS], np.log1p(flows[RATES])])
