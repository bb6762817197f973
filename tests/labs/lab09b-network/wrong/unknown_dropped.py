# Rows of unknown words are left out.
# earns: 17
# onehot-every-day: sctp is no category and gets no column, but its row stays: shape (3, 2), not (2, 2).
# %% onehot
def one_hot(values, categories):
    known = [v for v in values if v in categories]
    return np.array([[float(v == c) for c in categories] for v in known])
