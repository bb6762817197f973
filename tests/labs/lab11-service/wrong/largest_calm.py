# The largest calm value: no false alarm at all.
# earns: 24
# limit-share: 0.05 gives no false alarm at all, but one in five is allowed
# %% limit
def alarm_limit(calm, level):
    return max(calm)


def rings(value, limit):
    return not value <= limit
