# Each column of the palette is sorted by itself; too few colors are an error.
# earns: 15
# palette-weights: On other colors the palette is not that of K-Means with the counts.
# palette-order: The three numbers of a color have come apart: move whole rows.
# palette-few: With k=2 the palette is the two colors, from dark to light, not [[10.0, 20.0, 7.0], [200
# %% palette
def find_palette(colors, counts, k, seed):
    return np.sort(KMeans(k, n_init=10, random_state=seed).fit(colors, sample_weight=counts).cluster_centers_, axis=0)
