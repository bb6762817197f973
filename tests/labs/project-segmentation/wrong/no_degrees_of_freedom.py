# Between over within.
# earns: 75
# calinski-value: Divide both parts by their degrees of freedom, k - 1 and n - k.
# %% calinski
def calinski_harabasz(X, labels):
    groups = [X[labels == name] for name in set(labels.tolist())]
    between = sum(len(own) * ((own.mean(axis=0) - X.mean(axis=0)) ** 2).sum() for own in groups)
    return between / sum(((own - own.mean(axis=0)) ** 2).sum() for own in groups)
