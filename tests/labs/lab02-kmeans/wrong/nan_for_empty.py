# The mean of an empty cluster is taken anyway.
# earns: 17
# update-empty: A cluster without members became NaN: the mean of nothing. Let it keep
# %% update
def update(X, labels, centers):
    return np.array([X[labels == j].mean(axis=0) for j in range(len(centers))])
