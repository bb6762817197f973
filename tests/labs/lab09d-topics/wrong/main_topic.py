# Only documents whose main topic it is, in their own order.
# earns: 16
# search-which: Document 3 has exactly 0.3: that is at least 0.3. Ask for the share, not for the largest
# search-order: By share of topic 1 the order is 1, 2, 4, 0, 3, not [1, 2, 4].
# %% search
def search(shares, topic, least):
    return [i for i, row in enumerate(shares) if row[topic] >= 0.5 and row[topic] >= least]
