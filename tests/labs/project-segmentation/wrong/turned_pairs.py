# Female 1, No 1.
# earns: 76
# encode-two: Gender: Female is 0 and Male is 1.
# %% encode
def encode(table):
    spending = table["Spending_Score"].map({"Low": 0, "Average": 1, "High": 2})
    pair = [(table[name] == VALUES[name][0]).astype(float) for name in WORDS[1:4]]
    wide = [(table[name] == value).astype(float) for name in WORDS[4:] for value in VALUES[name]]
    return np.column_stack([table[list(NUMBERS)], spending, *pair, *wide])
