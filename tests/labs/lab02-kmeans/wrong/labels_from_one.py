# Clusters counted from 1.
# earns: 15
# assign-nearest: assign counts the centers from 1. Python counts from 0.
# assign-form: With one feature, or another number type, a label is wrong.
# exercise-6-code: IndexError: index 2 is out of bounds for axis 0 with size 2
# %% assign
def assign(X, centers):
    return ((X[:, None] - centers[None]) ** 2).sum(axis=2).argmin(axis=1) + 1
