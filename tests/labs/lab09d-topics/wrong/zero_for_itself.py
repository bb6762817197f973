# The own cosine is set to 0, which may be the largest.
# earns: 16
# alike-which: Where all cosines are below zero, another document is more alike.
# alike-cosine: Three documents without a common word: all cosines are 0, and the first other document is 1
# %% alike
def most_alike(rows, i):
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    cosines = unit @ unit[i]
    cosines[i] = 0
    return cosines.argmax(), cosines.max()
