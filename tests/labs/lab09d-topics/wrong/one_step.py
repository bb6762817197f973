# One step only.
# earns: 16
# shares-steps: Two documents and n_steps=3 need six calls of share_step, not 2.
# shares-documents: The shares end at [1, 0], [0.75, 0.25] and [0, 1], not [[0.75, 0.25],
# %% shares
def document_shares(counts, topics, n_steps=100):
    equal = np.full(len(topics), 1 / len(topics))
    return np.array([share_step(document, topics, equal) for document in counts])
