# 0 where there is nothing to judge.
# earns: 17
# judge-none: Without any alarm precision is nan, not 0.0.
# %% judge
from sklearn.metrics import precision_score, recall_score


def judge(attack, alarm):
    return {
        "accuracy": (attack == alarm).mean(),
        "precision": precision_score(attack, alarm, zero_division=0),
        "recall": recall_score(attack, alarm, zero_division=0),
        "false alarm rate": alarm[~attack].mean() if (~attack).any() else 0,
    }
