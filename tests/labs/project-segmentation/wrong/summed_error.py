# The sum over the columns.
# earns: 75
# pca-error: Take the mean over rows and columns.
# %% pca
def pca_error(X, X_new, k):
    from sklearn.decomposition import PCA

    model = PCA(k).fit(X)
    return ((model.inverse_transform(model.transform(X_new)) - X_new) ** 2).sum(axis=1).mean()
