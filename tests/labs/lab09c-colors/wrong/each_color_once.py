# Each different color counts once, and nothing is sorted.
# earns: 16
# palette-weights: 16 and 210 are the middles of the different colors. Each color counts as often
# palette-order: Sort the palette by the sum of the three numbers. With one of three seeds the sums
# %% palette
def find_palette(colors, counts, k, seed):
    if len(colors) <= k:
        return colors[colors.sum(axis=1).argsort()]
    return KMeans(k, n_init=10, random_state=seed).fit(colors).cluster_centers_
