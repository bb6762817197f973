# The definition, typed as it stands.
# earns: 17
# log-sum-exp-safe: exp(-1000) is 0 for a computer, and log(0) is -inf. Take the largest entry of
# %% log-sum-exp
def log_sum_exp(table):
    return np.log(np.exp(table).sum(axis=1))
