# KL(Q || P) instead of KL(P || Q).
# earns: 19
# loss-value: p and q are exchanged. The target comes first, and it is the weight.
# loss-zero: The first point loses log 4, the second nothing: the mean is 0.693, not 258.76
# %% loss
def clustering_loss(P, Q):
    return (Q * np.log(Q / np.maximum(P, 1e-300))).sum() / len(P)
