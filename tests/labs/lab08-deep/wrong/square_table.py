# A table with a row for each class number: fails with other names.
# earns: 20
# score-forms: UFuncTypeError: ufunc 'maximum' did not contain a loop with signature matching
# %% score
def clustering_accuracy(truth, labels):
    from scipy.optimize import linear_sum_assignment

    size = max(truth.max(), labels.max()) + 1
    table = np.zeros((size, size))
    np.add.at(table, (labels, truth), 1)
    return table[linear_sum_assignment(-table)].sum() / len(truth)
