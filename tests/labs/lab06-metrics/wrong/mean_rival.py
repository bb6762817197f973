# The mean over all rivals.
# earns: 16
# davies-bouldin-worst: You take the mean over the rivals. Take the worst, the largest.
# davies-bouldin-names: With other names, or with a group of one point, DB is wrong.
# %% davies-bouldin
def davies_bouldin(X, labels):
    groups = [X[labels == name] for name in np.unique(labels)]
    means = np.array([g.mean(axis=0) for g in groups])
    spreads = np.array([np.linalg.norm(g - m, axis=1).mean() for g, m in zip(groups, means)])
    gaps = np.linalg.norm(means[:, None] - means, axis=2)
    np.fill_diagonal(gaps, np.inf)
    return ((spreads[:, None] + spreads) / gaps).sum(axis=1).mean() / (len(groups) - 1)
