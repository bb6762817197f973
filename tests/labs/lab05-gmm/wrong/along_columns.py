# Sums along the columns.
# %% log-sum-exp
def log_sum_exp(table):
    top = table.max(axis=0)
    return top + np.log(np.exp(table - top).sum(axis=0))
