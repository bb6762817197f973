# Each document begins with the shares of the one before.
# earns: 17
# shares-steps: Each document begins with equal shares, here 0.25 each, not
# %% shares
def document_shares(counts, topics, n_steps=100):
    table, shares = [], np.full(len(topics), 1 / len(topics))
    for document in counts:
        for _ in range(n_steps):
            shares = share_step(document, topics, shares)
        table.append(shares)
    return np.array(table)
