# Each document is its own neighbor.
# earns: 16
# alike-which: Each document is most alike to itself. Leave i out.
# alike-cosine: 1 is the cosine of a row with itself.
# %% alike
def most_alike(rows, i):
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    cosines = unit @ unit[i]
    return cosines.argmax(), cosines.max()
