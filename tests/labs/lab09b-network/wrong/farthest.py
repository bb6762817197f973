# The distance to the farthest center.
# earns: 17
# score-nearest: 10 is the distance to the farthest center. Take the nearest.
# %% score
def score(X, centers):
    return np.linalg.norm(X[:, None] - centers, axis=2).max(axis=1)
