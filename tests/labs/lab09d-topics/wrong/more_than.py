# More than, not at least; of equal shares the last first.
# earns: 16
# search-which: Document 3 has exactly 0.3: that is at least 0.3.
# search-order: Of equal shares the first document comes first: 2 before 4.
# %% search
def search(shares, topic, least):
    order = np.argsort(shares[:, topic], kind="stable")[::-1]
    return [i for i in order if shares[i, topic] > least]
