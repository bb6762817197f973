# The share is counted among the different scores.
# earns: 17
# limit-ties: Above 2 there are 4, 4, 4, 4 and 9, five of eight: more than 0.4.
# %% limit
def limit_for(scores, rate):
    different = np.unique(scores)
    if len(different) < len(scores):
        return different[max(len(different) - 1 - int(0.5 + rate * len(different)), 0)]
    return different[len(different) - 1 - int(rate * len(different) + 1e-9)]
