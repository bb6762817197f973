# Components of the new rows.
# earns: 75
# pca-error: The components come from X, the error from X_new: (4, 2) does not lie on the d
# %% pca
def pca_error(X, X_new, k):
    centered = X_new - X_new.mean(axis=0)
    directions = np.linalg.svd(centered)[2][:k]
    return np.mean((centered - centered @ directions.T @ directions) ** 2)
