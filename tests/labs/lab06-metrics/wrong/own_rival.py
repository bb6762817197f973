# The published fault: a group is its own rival.
# earns: 15
# davies-bouldin-value: DB is not finite: a group is no rival of itself, its mean is at distance 0.
# davies-bouldin-worst: The worst rivals of the three groups give 2 / 10, 2 / 10 and 4 / 22, so DB is
# davies-bouldin-names: With the group names [0, 0, 1, 1] DB is inf, not 2 / 9. Names are arbitrary,
# %% davies-bouldin
def davies_bouldin(X, labels):
    groups = [X[labels == name] for name in np.unique(labels)]
    means = np.array([g.mean(axis=0) for g in groups])
    spreads = np.array([np.linalg.norm(g - m, axis=1).mean() for g, m in zip(groups, means)])
    gaps = np.linalg.norm(means[:, None] - means, axis=2)
    return ((spreads[:, None] + spreads) / gaps).max(axis=1).mean()
