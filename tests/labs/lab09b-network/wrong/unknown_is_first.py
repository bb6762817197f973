# An unknown word counts as the first category.
# earns: 17
# onehot-every-day: With the categories tcp and udp, the rows of udp, sctp, tcp are [0, 1], [0, 0], [1,
# %% onehot
def one_hot(values, categories):
    table = np.zeros((len(values), len(categories)))
    table[range(len(values)), [list(categories).index(v) if v in categories else 0 for v in values]] = 1
    return table
