# The columns are multiplied by the weights themselves, and the centers are not brought back.
# earns: 16
# weighted-groups: With the weight 0.5 for red, 0.5 * 100**2 is more than 60**2: the groups must
# weighted-colors: These are the centers in the changed columns. A palette holds red, green and
# %% weighted
def weighted_palette(rows, k, weights, seed):
    return KMeans(k, n_init=10, random_state=seed).fit(rows * weights).cluster_centers_
