# Only one of the two lengths.
# earns: 17
# alike-cosine: Divide by both lengths: that of row i, too.
# %% alike
def most_alike(rows, i):
    products = rows @ rows[i] / np.linalg.norm(rows, axis=1)
    products[i] = -np.inf
    return products.argmax(), products.max()
