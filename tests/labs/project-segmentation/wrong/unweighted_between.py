# Squared distances of the means without the sizes, as in the guide.
# earns: 75
# calinski-value: The squared distances of the means must be weighted with the sizes of the clus
# %% calinski
def calinski_harabasz(X, labels):
    groups = [X[labels == name] for name in set(labels.tolist())]
    between = sum(((own.mean(axis=0) - X.mean(axis=0)) ** 2).sum() for own in groups)
    within = sum(((own - own.mean(axis=0)) ** 2).sum() for own in groups)
    return between / (len(groups) - 1) / (within / (len(X) - len(groups)))
