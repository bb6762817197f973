# The false alarm rate is a share of all connections.
# earns: 16
# judge-all: 0.1 is a share of all connections. The false alarm rate is a share of the normal ones.
# judge-none: With nothing but attacks the numbers are wrong.
# %% judge
def judge(attack, alarm):
    both = (attack & alarm).sum()
    return {
        "accuracy": (attack == alarm).mean(),
        "precision": both / alarm.sum() if alarm.any() else np.nan,
        "recall": both / attack.sum() if attack.any() else np.nan,
        "false alarm rate": (alarm & ~attack).mean(),
    }
