# The weights are forgotten; sums for means.
# earns: 16
# weighted-groups: With the weight 0.2 for red, 0.2 * 100**2 is less than 60**2: the groups must
# weighted-colors: These are sums. The color of a group is its mean.
# %% weighted
def weighted_palette(rows, k, weights, seed):
    labels = KMeans(k, n_init=10, random_state=seed).fit_predict(rows)
    return np.array([rows[labels == j].sum(axis=0) for j in range(k)])
