# The words of all documents together.
# earns: 16
# shares-steps: Two documents and n_steps=3 need six calls of share_step, not 3.
# shares-documents: All documents have the same shares. Each has its own.
# %% shares
def document_shares(counts, topics, n_steps=100):
    shares = np.full(len(topics), 1 / len(topics))
    for _ in range(n_steps):
        shares = share_step(counts.sum(axis=0), topics, shares)
    return np.tile(shares, (len(counts), 1))
