# A quantile lies between the numbers; NaN is silent.
# earns: 23
# limit-share: The limit is one of the numbers, nothing in between.
# limit-rings: NaN does not ring, because NaN > 0.2 is False.
# %% limit
def alarm_limit(calm, level):
    return float(np.quantile(calm, 1 - level))


def rings(value, limit):
    return value > limit
