# It raises, and does not say what is wrong.
# earns: 73
# validate-columns: The message must name the missing column, Age, but it says: The table is wrong
# validate-values: The message must name the value and its column, but it says: The table is wron
# validate-ids: The message must name the ID that comes twice, 010, but it says: The table is
# %% validate
def validate(table):
    fine = set(table) >= {"ID", *NUMBERS, *WORDS} and table["ID"].is_unique
    if not fine or any(not table[name].dropna().isin(VALUES[name]).all() for name in WORDS):
        raise ValueError("The table is wrong.")
