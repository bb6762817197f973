# One worst pair for the whole clustering.
# earns: 16
# davies-bouldin-worst: You take the worst pair of all. Each group has a worst rival of its own;
# davies-bouldin-names: With other names, or with a group of one point, DB is wrong.
# %% davies-bouldin
def davies_bouldin(X, labels):
    groups = [X[labels == name] for name in np.unique(labels)]
    means = np.array([g.mean(axis=0) for g in groups])
    spreads = np.array([np.linalg.norm(g - m, axis=1).mean() for g, m in zip(groups, means)])
    gaps = np.linalg.norm(means[:, None] - means, axis=2)
    np.fill_diagonal(gaps, np.inf)
    return ((spreads[:, None] + spreads) / gaps).max()
