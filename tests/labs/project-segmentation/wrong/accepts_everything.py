# Nothing is checked.
# earns: 73
# validate-columns: Without the column Age nothing can be predicted, but validate accepts the tabl
# validate-values: Medium is no Spending_Score, but validate accepts it.
# validate-ids: The ID 010 comes twice, but validate accepts the table.
# %% validate
def validate(table):
    return None
