# Of equal differences the first in the list; groups by number 0, 1, ...
# earns: 16
# top-difference: One entry for each number in labels: 3 and 8, not [0, 1].
# top-order: pan, bread and knife have equal differences: in the order of the alphabet.
# %% top
def top_words(rows, labels, words, n):
    labels, found = np.asarray(labels), {}
    for place, j in enumerate(np.unique(labels)):
        lead = rows[labels == j].mean(axis=0) - rows[labels != j].mean(axis=0)
        found[place] = [words[i] for i in np.argsort(-lead, kind="stable")[:n]]
    return found
