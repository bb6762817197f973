# All iterations, always.
# earns: 16
# lloyd-stops: lloyd ran all 100 iterations. Stop when an iteration changes no label.
# exercise-6-code: Your lloyd counts another number of iterations.
# %% lloyd
def lloyd(X, centers, max_iter=100):
    for _ in range(max_iter):
        centers = update(X, assign(X, centers), centers)
    labels = assign(X, centers)
    return labels, centers, inertia(X, labels, centers), max_iter
