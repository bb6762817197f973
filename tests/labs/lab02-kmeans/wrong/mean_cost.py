# J as a mean over the points.
# earns: 15
# inertia-sum: 13 is the mean of 25 and 1. J is their sum.
# inertia-as-given: Both labels name the far center: J = 16 + 16 = 32, but inertia says
# exercise-6-code: Your functions do not give the J of the first assignment.
# %% inertia
def inertia(X, labels, centers):
    return np.mean(((X - centers[labels]) ** 2).sum(axis=1))
