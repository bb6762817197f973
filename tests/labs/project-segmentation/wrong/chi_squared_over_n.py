# The root is forgotten.
# earns: 75
# cramer-value: That is chi² / n. Take the root.
# %% cramer
def cramers_v(a, b):
    counts = pd.crosstab(a, b).to_numpy()
    n = counts.sum()
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / n
    return ((counts - expected) ** 2 / expected).sum() / (n * (min(counts.shape) - 1))
