# The largest entries of the center.
# earns: 16
# top-difference: time is frequent in every group. Take the difference to the mean of the other
# top-order: pan, bread and knife have equal differences: in the order of the alphabet.
# %% top
def top_words(rows, labels, words, n):
    labels = np.asarray(labels)
    return {j: [words[i] for i in np.argsort(-rows[labels == j].mean(axis=0), kind="stable")[:n]] for j in set(labels.tolist())}
