# Squared distances, without the root.
# earns: 13
# distance-single: 9 is a squared distance.
# distance-complete: 25 is a squared distance.
# distance-average: 17 is the mean of the squared distances.
# %% distance
def cluster_distance(A, B, method):
    gaps = ((A[:, None] - B[None]) ** 2).sum(axis=2)
    if method == "ward":
        return np.sqrt(2 * len(A) * len(B) / (len(A) + len(B)) * ((A.mean(0) - B.mean(0)) ** 2).sum())
    return {"single": gaps.min(), "complete": gaps.max(), "average": gaps.mean()}[method]
