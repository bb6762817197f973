# The published fault: the new centers take the type of the old ones.
# earns: 17
# update-whole-numbers: The mean (1/2, 3/2) was cut to (0, 1): an array of whole numbers holds
# %% update
def update(X, labels, centers):
    moved = np.zeros_like(centers)
    for j in range(len(centers)):
        moved[j] = X[labels == j].mean(axis=0) if np.any(labels == j) else centers[j]
    return moved
