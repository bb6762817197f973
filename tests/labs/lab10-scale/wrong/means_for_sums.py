# LS holds the mean.
# earns: 17
# feature-triple: That is the mean. LS is the sum: sums can be added, means cannot.
# %% feature
def feature(X):
    return len(X), X.mean(axis=0), (X**2).sum()
