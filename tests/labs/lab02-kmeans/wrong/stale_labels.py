# The published fault: labels and J from before the last update.
# earns: 17
# lloyd-belongs: With max_iter=1 the labels are older than the centers. Assign once more
# %% lloyd
def lloyd(X, centers, max_iter=100):
    before = None
    for n_iter in range(1, max_iter + 1):
        labels = assign(X, centers)
        centers = update(X, labels, centers)
        if before is not None and np.array_equal(labels, before):
            break
        before = labels
    return labels, centers, inertia(X, labels, centers), n_iter
