# One alarm fewer than allowed.
# earns: 16
# limit-share: One of ten lies above 9. A smaller score will do: two of ten are at most 0.25.
# limit-ties: With other equal scores the limit is wrong.
# %% limit
def limit_for(scores, rate):
    return np.sort(scores)[::-1][max(int(rate * len(scores)) - 1, 0)]
