# The level is read as the share of silence; the limit itself rings.
# earns: 23
# limit-share: Four of five calm windows lie above 0.01.
# limit-rings: A value at the limit does not ring: only what is above.
# %% limit
def alarm_limit(calm, level):
    calm = sorted(calm)
    return calm[max(int(level * len(calm)) - 1, 0)]


def rings(value, limit):
    return not value < limit
