# argmax instead of argmin.
# earns: 15
# assign-nearest: assign picks the farthest center. Nearest is the smallest distance:
# assign-form: With one feature, or another number type, a label is wrong.
# exercise-6-code: With your lloyd J ends higher than after one iteration.
# %% assign
def assign(X, centers):
    return ((X[:, None] - centers[None]) ** 2).sum(axis=2).argmax(axis=1)
