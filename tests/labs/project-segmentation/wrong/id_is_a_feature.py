# ID and Segmentation counted as features; all rows of a repeated ID counted.
# earns: 74
# overview-size: Count the rows whose ID stood in an earlier row. The first row of an ID repeat
# overview-kinds: ID names a customer; it is no feature.
# %% overview
def overview(table):
    numbers = table.select_dtypes("number").columns.tolist()
    return {"rows": len(table), "columns": table.shape[1], "numbers": numbers, "words": [c for c in table if c not in numbers], "repeated": int(table["ID"].duplicated(keep=False).sum())}
