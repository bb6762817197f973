# The difference to the mean of all documents, sums for means.
# earns: 17
# top-difference: For group 3 the differences are
# %% top
def top_words(rows, labels, words, n):
    labels, found = np.asarray(labels), {}
    for j in set(labels.tolist()):
        lead = rows[labels == j].sum(axis=0) - rows[labels != j].sum(axis=0)
        found[j] = [w for _, w in sorted(zip((-lead).tolist(), words))][:n]
    return found
