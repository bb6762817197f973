# The mean squared difference.
# earns: 19
# loss-value: The loss of the four codes is 0.05229, not 0.02524.
# loss-zero: The first point loses log 4, the second nothing: the mean is 0.693, not 0.562.
# %% loss
def clustering_loss(P, Q):
    return ((P - Q) ** 2).sum() / len(P)
