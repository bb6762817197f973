# The false alarm rate as a share of the alarms; precision and recall are exchanged.
# earns: 15
# judge-all: 2 / 3 is the share of the alarms that are false. The false alarm rate is a
# judge-attacks: 0.25 is the recall: one of four attacks. Precision is a share of the alarms.
# judge-none: Without any alarm precision is nan, not 0.0.
# %% judge
def judge(attack, alarm):
    both = (attack & alarm).sum()
    return {
        "accuracy": (attack == alarm).mean(),
        "precision": both / max(attack.sum(), 1),
        "recall": both / max(alarm.sum(), 1),
        "false alarm rate": (alarm & ~attack).sum() / max(alarm.sum(), 1),
    }
