# The median instead of the mean.
# earns: 16
# update-mean: That is the median. The mean is what makes the sum of squared distances
# exercise-6-code: With your functions J does not fall when the centers move to the means.
# %% update
def update(X, labels, centers):
    moved = np.array(centers, dtype=float)
    for j in set(labels.tolist()):
        moved[j] = np.median(X[labels == j], axis=0)
    return moved
