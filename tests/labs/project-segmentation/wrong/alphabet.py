# The order of the alphabet, as LabelEncoder makes it.
# earns: 75
# encode-order: That is the order of the alphabet. Low is 0, Average 1, High 2.
# %% encode
def encode(table):
    spending = table["Spending_Score"].map({"Average": 0, "High": 1, "Low": 2})
    pair = [(table[name] == VALUES[name][1]).astype(float) for name in WORDS[1:4]]
    wide = [(table[name] == value).astype(float) for name in WORDS[4:] for value in VALUES[name]]
    return np.column_stack([table[list(NUMBERS)], spending, *pair, *wide])
