# Squared distances.
# earns: 17
# score-nearest: These are squares. Take the root.
# %% score
def score(X, centers):
    return ((X[:, None] - centers) ** 2).sum(axis=2).min(axis=1)
