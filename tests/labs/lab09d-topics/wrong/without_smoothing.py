# n / df, as in most books.
# earns: 16
# idf-formula: The smoothing is missing: add 1 to n and to df.
# idf-documents: A word that no document has must not divide by 0.
# %% idf
def idf(counts):
    return 1 + np.log(len(counts) / (np.asarray(counts) > 0).sum(axis=0))
