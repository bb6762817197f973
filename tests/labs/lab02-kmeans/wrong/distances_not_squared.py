# J as a sum of distances.
# earns: 15
# inertia-sum: 6 = 5 + 1 adds distances. J adds squared distances: 25 + 1.
# inertia-as-given: Both labels name the far center: J = 16 + 16 = 32, but inertia says 8.0.
# exercise-6-code: Your functions do not give the J of the first update.
# %% inertia
def inertia(X, labels, centers):
    return np.linalg.norm(X - centers[labels], axis=1).sum()
