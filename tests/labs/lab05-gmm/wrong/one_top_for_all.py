# The largest entry of the whole table is taken out.
# %% log-sum-exp
def log_sum_exp(table):
    top = table.max()
    return top + np.log(np.exp(table - top).sum(axis=1))
