# 0 log 0 is NaN.
# earns: 20
# loss-zero: A target of 0 gives 0 times log 0, and NumPy says NaN. Such a term counts 0.
# %% loss
def clustering_loss(P, Q):
    return (P * np.log(P / Q)).sum() / len(P)
