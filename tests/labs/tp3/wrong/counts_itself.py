# A point counts itself at distance 0; one alone has a perfect silhouette.
# earns: 70
# silhouette-by-hand: a = 1 counts the point itself, at distance 0. Average over the OTHER members
# silhouette-alone: With a = 0 a customer alone would be perfect, and the best clustering would
# %% silhouette-parts
def silhouette_parts(X, labels, i):
    gaps = np.linalg.norm(X - X[i], axis=1)
    a = gaps[labels == labels[i]].mean()
    b = min(gaps[labels == j].mean() for j in set(labels) if j != labels[i])
    return a, b, (b - a) / max(a, b)
