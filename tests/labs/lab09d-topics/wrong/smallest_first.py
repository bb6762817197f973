# The smallest share first.
# earns: 17
# search-order: The largest share first: document 1 with 0.9, not document 0.
# %% search
def search(shares, topic, least):
    return [i for i in np.argsort(shares[:, topic], kind="stable") if shares[i, topic] >= least]
