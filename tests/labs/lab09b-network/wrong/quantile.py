# A quantile between two scores.
# earns: 16
# limit-share: the limit is 8, not 7.75.
# limit-ties: With other equal scores the limit is wrong.
# %% limit
def limit_for(scores, rate):
    return np.quantile(scores, 1 - rate)
