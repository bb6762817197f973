# The sum of the members over the number of all points.
# earns: 14
# update-mean: Divide by the number of members of the cluster, not by the number of
# update-empty: Beside an empty cluster, another center is wrong.
# update-whole-numbers: The mean of (0,0) and (1,3) is (1/2, 3/2), but row 0 is [0.33333333 1. 
# exercise-6-code: With your functions J does not fall when the centers move to the means.
# %% update
def update(X, labels, centers):
    moved = np.array(centers, dtype=float)
    for j in set(labels.tolist()):
        moved[j] = X[labels == j].sum(axis=0) / len(X)
    return moved
