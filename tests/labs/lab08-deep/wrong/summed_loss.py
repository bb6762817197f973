# The sum over the points, and NaN where the target is 0.
# earns: 19
# loss-value: That is the sum over the four points. Take their mean, so that the loss does n
# loss-zero: A target of 0 gives 0 times log 0, and NumPy says NaN. Such a term counts 0.
# %% loss
def clustering_loss(P, Q):
    return (P * np.log(P / Q)).sum()
