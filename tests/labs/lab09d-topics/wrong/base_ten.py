# The logarithm to base 10.
# earns: 16
# idf-formula: Take the natural logarithm.
# idf-documents: The words stand in one, three and no documents of three: 1.693, 1, 2.386, not [1.301
# %% idf
def idf(counts):
    return 1 + np.log10((1 + len(counts)) / (1 + (counts > 0).sum(axis=0)))
