# The largest entry is taken out and forgotten.
# earns: 15
# log-sum-exp-value: You took the largest entry out of the sum. Put it back at the end.
# log-sum-exp-safe: Twice exp(-1000) is exp(-1000 + log 2), so the result is -999.3069, not
# climb-together: Your em stops after 1 iterations, far too early for this start.
# %% log-sum-exp
def log_sum_exp(table):
    return np.log(np.exp(table - table.max(axis=1, keepdims=True)).sum(axis=1))
