# The k most frequent colors, from light to dark.
# earns: 15
# palette-weights: These are colors of the picture. A center is a mean, and may be a color that no
# palette-order: The palette goes from light to dark. The darkest color comes first.
# palette-few: With k=2 the palette is the two colors, from dark to light, not [[200.0
# %% palette
def find_palette(colors, counts, k, seed):
    found = colors[np.argsort(counts)[::-1][:k]]
    return found[found.sum(axis=1).argsort()[::-1]]
