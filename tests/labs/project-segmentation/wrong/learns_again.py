# Fills with new values of the table it gets, in place.
# earns: 75
# fill-used: Fill with the values that are given, not with new ones of this table.
# %% fill
def fill(table, values):
    for name in NUMBERS:
        table[name] = table[name].fillna(table[name].median())
    for name in WORDS:
        table[name] = table[name].fillna(table[name].mode()[0])
    return table
