# SS is the square of the sum.
# earns: 17
# feature-triple: 25 is the square of the sum. SS is the sum of the squares.
# %% feature
def feature(X):
    return len(X), X.sum(axis=0), (X.sum(axis=0) ** 2).sum()
