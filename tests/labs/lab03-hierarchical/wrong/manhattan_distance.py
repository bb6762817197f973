# The sum of absolute differences for the Euclidean distance.
# earns: 13
# distance-single: On other data, with other sizes
# distance-complete: 7 = 3 + 4 adds coordinates.
# distance-average: Average linkage says 4, not 5.0
# %% distance
def cluster_distance(A, B, method):
    gaps = np.abs(A[:, None] - B[None]).sum(axis=2)
    if method == "ward":
        return np.sqrt(2 * len(A) * len(B) / (len(A) + len(B)) * ((A.mean(0) - B.mean(0)) ** 2).sum())
    return {"single": gaps.min(), "complete": gaps.max(), "average": gaps.mean()}[method]
