# The iteration that changes nothing is not counted, and max_iter is ignored.
# earns: 16
# lloyd-stops: In the chapter iteration 3 changes nothing, and it counts: you must
# exercise-6-code: Your lloyd counts another number of iterations.
# %% lloyd
def lloyd(X, centers, max_iter=100):
    labels, n_iter = assign(X, centers), 0
    while True:
        centers, n_iter = update(X, labels, centers), n_iter + 1
        fresh = assign(X, centers)
        if np.array_equal(fresh, labels):
            return labels, centers, inertia(X, labels, centers), n_iter
        labels = fresh
