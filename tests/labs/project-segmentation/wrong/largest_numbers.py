# The distance in the units of the features.
# earns: 75
# marks-which: v has the largest numbers. Measure the distance in standard deviations of all
# %% marks
def marks(X, labels, names):
    found = {}
    for label in set(labels.tolist()):
        away = X[labels == label].mean(axis=0) - X.mean(axis=0)
        far = abs(away).argmax()
        found[label] = ("+" if away[far] > 0 else "-") + names[far]
    return found
