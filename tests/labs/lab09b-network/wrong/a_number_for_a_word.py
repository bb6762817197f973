# One column with numbers.
# earns: 16
# onehot-columns: Four values and three categories: shape (4, 3), not (4,).
# onehot-every-day: udp and icmp do not occur today, but keep their columns: shape (2, 3), not (2,
# %% onehot
def one_hot(values, categories):
    return np.array([list(categories).index(value) if value in categories else -1 for value in values])
