# The new centers are written over the old ones.
# earns: 17
# update-whole-numbers: update writes into the arrays it was given. Return a new array.
# %% update
def update(X, labels, centers):
    centers = np.asarray(centers, dtype=float)
    for j in range(len(centers)):
        if np.any(labels == j):
            centers[j] = X[labels == j].mean(axis=0)
    return centers
