# Single takes the largest distance, complete the smallest.
# earns: 14
# distance-single: 5 is the largest
# distance-complete: 3 is the smallest
# %% distance
def cluster_distance(A, B, method):
    gaps = np.sqrt(((A[:, None] - B[None]) ** 2).sum(axis=2))
    if method == "ward":
        return np.sqrt(2 * len(A) * len(B) / (len(A) + len(B)) * ((A.mean(0) - B.mean(0)) ** 2).sum())
    return {"single": gaps.max(), "complete": gaps.min(), "average": gaps.mean()}[method]
