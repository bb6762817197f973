# The smallest distance.
# earns: 16
# alike-which: These are the nearest by distance. Long and short texts on one subject have a large
# alike-cosine: On other rows the cosine is wrong.
# %% alike
def most_alike(rows, i):
    away = np.linalg.norm(rows - rows[i], axis=1)
    away[i] = np.inf
    j = int(away.argmin())
    return j, rows[i] @ rows[j] / np.linalg.norm(rows[i]) / np.linalg.norm(rows[j])
