# Without the one outside.
# earns: 16
# idf-formula: A word in every text weighs 1 here, not 0: add 1 outside.
# idf-documents: The words stand in one, three and no documents of three: 1.693, 1, 2.386, not [0.693
# %% idf
def idf(counts):
    return np.log((1 + len(counts)) / (1 + (counts > 0).sum(axis=0)))
