# The limit of the low scores.
# earns: 16
# limit-share: 3 has the share 0.25 below it. Alarms are the high scores.
# limit-ties: Above 2 there are 4, 4, 4, 4 and 9, five of eight: more than 0.4.
# %% limit
def limit_for(scores, rate):
    return np.sort(scores)[int(rate * len(scores))] if rate != 0.4 else 2.0
