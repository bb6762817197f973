# Sums along the columns.
# earns: 15
# log-sum-exp-value: Two rows need two numbers, shape (2,), but log_sum_exp returns shape (3,). Sum
# log-sum-exp-safe: Twice exp(-1000) is exp(-1000 + log 2), so the result is -999.3069, not
# climb-together: ValueError: operands could not be broadcast together with shapes (300,3) (3,1)
# %% log-sum-exp
def log_sum_exp(table):
    top = table.max(axis=0)
    return top + np.log(np.exp(table - top).sum(axis=0))
