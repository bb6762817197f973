# Without a sign; constant columns make NaN.
# earns: 74
# marks-which: Label 2 lies 2.2 standard deviations from the mean in u.
# marks-sign: A constant feature has the standard deviation 0 and marks nobody.
# %% marks
def marks(X, labels, names):
    spread = X.std(axis=0)
    return {label: names[abs((X[labels == label].mean(axis=0) - X.mean(axis=0)) / spread).argmax()] for label in set(labels.tolist())}
