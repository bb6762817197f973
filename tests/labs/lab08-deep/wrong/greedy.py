# The largest overlap first.
# earns: 20
# score-match: Naming the cluster with the largest overlap first leaves nothing good for the
# %% score
def clustering_accuracy(truth, labels):
    truth, labels = np.asarray(truth), np.asarray(labels)
    table = np.array([[((labels == g) & (truth == c)).sum() for c in np.unique(truth)] for g in np.unique(labels)])
    right = 0
    while table.max() > 0:
        row, column = np.unravel_index(table.argmax(), table.shape)
        right += table[row, column]
        table[row], table[:, column] = 0, 0
    return right / len(truth)
