# The spread is a standard deviation.
# earns: 15
# davies-bouldin-value: The spread is the mean distance to the center, not the root of the mean square.
# davies-bouldin-worst: On other data, with many groups of unequal size and spread, DB is wrong.
# davies-bouldin-names: With other names, or with a group of one point, DB is wrong.
# %% davies-bouldin
def davies_bouldin(X, labels):
    groups = [X[labels == name] for name in np.unique(labels)]
    means = np.array([g.mean(axis=0) for g in groups])
    spreads = np.array([np.sqrt(((g - m) ** 2).sum(axis=1).mean()) for g, m in zip(groups, means)])
    gaps = np.linalg.norm(means[:, None] - means, axis=2)
    np.fill_diagonal(gaps, np.inf)
    return ((spreads[:, None] + spreads) / gaps).max(axis=1).mean()
