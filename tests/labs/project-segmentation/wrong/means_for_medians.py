# The mean, and the first value seen.
# earns: 75
# fill-learned: That is the mean. One long working life moves it; take the median.
# %% learn-fill
def fill_values(table):
    return {name: table[name].mean() for name in NUMBERS} | {name: table[name].dropna().iloc[0] for name in WORDS}
