# Dummies in alphabetical order, of the words of the day.
# earns: 16
# onehot-columns: Your columns are in alphabetical order. Take the order of categories.
# onehot-every-day: udp and icmp do not occur today, but keep their columns: shape (2, 3), not (2,
# %% onehot
def one_hot(values, categories):
    return pd.get_dummies(values).to_numpy(dtype=float)
