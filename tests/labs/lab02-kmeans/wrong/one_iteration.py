# One step, then home.
# earns: 14
# lloyd-result: These are the labels of the first iteration. Repeat until nothing moves.
# lloyd-belongs: With max_iter=1 the labels are older than the centers. Assign once more
# lloyd-stops: In the chapter the third iteration changes nothing, so n_iter is 3, not
# exercise-6-code: Your lloyd counts another number of iterations.
# %% lloyd
def lloyd(X, centers, max_iter=100):
    labels = assign(X, centers)
    centers = update(X, labels, centers)
    return labels, centers, inertia(X, labels, centers), 1
