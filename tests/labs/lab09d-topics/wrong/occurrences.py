# df counts occurrences.
# earns: 17
# idf-documents: The first word stands five times, but in one document. df counts documents.
# %% idf
def idf(counts):
    return 1 + np.log((1 + len(counts)) / (1 + counts.sum(axis=0)))
