# Labels as a column of floats.
# earns: 16
# assign-form: Three points need three labels, shape (3,), but assign returns shape
# exercise-6-code: IndexError: arrays used as indices must be of integer (or boolean) type
# %% assign
def assign(X, centers):
    labels = np.zeros((len(X), 1))
    for i in range(len(X)):
        labels[i] = ((X[i] - centers) ** 2).sum(axis=1).argmin()
    return labels
