# Gaps are refused as unknown values.
# earns: 73
# validate-columns: The small table is fine: gaps are allowed.
# validate-values: An unknown value in another column is not named.
# validate-ids: The message must name the ID that comes twice, 010, but it says: Ever_Married:
# %% validate
def validate(table):
    for name in ("ID", *NUMBERS, *WORDS):
        if name not in table:
            raise ValueError(f"The column {name} is missing.")
    for name in WORDS:
        strange = set(table[name]) - set(VALUES[name])
        if strange:
            raise ValueError(f"{name}: {strange}")
    if table["ID"].duplicated().any():
        raise ValueError(f"Twice: {table['ID'][table['ID'].duplicated()].tolist()}")
