# The largest entry of the whole table is taken out.
# earns: 17
# log-sum-exp-safe: One row is near 0, the other near -2000: each row has its own largest entry.
# %% log-sum-exp
def log_sum_exp(table):
    top = table.max()
    return top + np.log(np.exp(table - top).sum(axis=1))
