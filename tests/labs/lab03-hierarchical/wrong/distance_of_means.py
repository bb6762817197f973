# Average and Ward both measure between the means.
# earns: 14
# distance-average: That is the distance of the two means.
# distance-ward: That is the distance of the means. The sizes count too
# %% distance
def cluster_distance(A, B, method):
    gaps = np.sqrt(((A[:, None] - B[None]) ** 2).sum(axis=2))
    means = np.sqrt(((A.mean(0) - B.mean(0)) ** 2).sum())
    return {"single": gaps.min(), "complete": gaps.max()}.get(method, means)
