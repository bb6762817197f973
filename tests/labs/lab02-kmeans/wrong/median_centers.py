# The median instead of the mean.
# earns: 14
# update-mean: That is the median. The mean is what makes the sum of squared distances
# lloyd-result: The chapter ends with centers (1.25, 1.5) and (3.9, 5.1), not [[1.25,
# lloyd-stops: On other data n_iter is wrong.
# exercise-6-code: With your functions J does not fall when the centers move to the means.
# %% update
def update(X, labels, centers):
    moved = np.array(centers, dtype=float)
    for j in set(labels.tolist()):
        moved[j] = np.median(X[labels == j], axis=0)
    return moved
