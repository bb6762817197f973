# b as a mean over all other points; a mean of nothing for one alone.
# earns: 70
# silhouette-by-hand: b averages over all other points. Average each other group by itself, then t
# silhouette-alone: A customer alone in a group: the mean of nothing is NaN. Her silhouette is 0
# %% silhouette-parts
def silhouette_parts(X, labels, i):
    gaps = np.linalg.norm(X - X[i], axis=1)
    mates = labels == labels[i]
    a = gaps[mates].sum() / (mates.sum() - 1) if True else 0
    b = gaps[~mates].mean()
    return a, b, (b - a) / max(a, b)
