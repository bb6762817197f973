# The largest entry is taken out and forgotten.
# %% log-sum-exp
def log_sum_exp(table):
    return np.log(np.exp(table - table.max(axis=1, keepdims=True)).sum(axis=1))
