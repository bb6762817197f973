# The names are taken for the numbers 0 to k - 1.
# earns: 17
# davies-bouldin-names: With the group names [5, 5, -3, -3] DB is nan, not 2 / 9. Names are arbitrary,
# %% davies-bouldin
def davies_bouldin(X, labels):
    groups = [X[labels == j] for j in range(max(labels) + 1)]
    means = np.array([g.mean(axis=0) for g in groups])
    spreads = np.array([np.linalg.norm(g - m, axis=1).mean() for g, m in zip(groups, means)])
    gaps = np.linalg.norm(means[:, None] - means, axis=2)
    np.fill_diagonal(gaps, np.inf)
    return ((spreads[:, None] + spreads) / gaps).max(axis=1).mean()
