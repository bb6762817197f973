# The mean over points and clusters.
# earns: 19
# loss-value: Sum over the clusters. Only over the points you take the mean.
# loss-zero: The first point loses log 4, the second nothing: the mean is 0.693, not 0.347.
# %% loss
def clustering_loss(P, Q):
    return (P * np.log(np.where(P > 0, P / Q, 1))).mean()
