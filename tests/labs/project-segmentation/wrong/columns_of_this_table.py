# get_dummies: the columns depend on who is in the table; two values turned.
# earns: 72
# encode-order: Five customers with 23 numbers each: shape (5, 23), not (5, 13).
# encode-two: Gender: Female is 0 and Male is 1.
# encode-wide: A single customer has 23 numbers too, not 9: the columns come from VALUES, not
# %% encode
def encode(table):
    spending = table["Spending_Score"].map({"Low": 0, "Average": 1, "High": 2})
    pair = [(table[name] == VALUES[name][0]).astype(float) for name in WORDS[1:4]]
    wide = pd.get_dummies(table[list(WORDS[4:])]).astype(float)
    return np.column_stack([table[list(NUMBERS)], spending, *pair, wide])
