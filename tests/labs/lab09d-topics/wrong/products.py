# Products without lengths.
# earns: 16
# alike-which: The longest row wins if you take products alone. Divide by the lengths.
# alike-cosine: 8 is the product of the rows. Divide by both lengths.
# %% alike
def most_alike(rows, i):
    products = rows @ rows[i]
    products[i] = -np.inf
    return products.argmax(), products.max()
