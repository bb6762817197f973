# Ward returns the rise of the sum of squares, not the height.
# earns: 15
# distance-ward: That is the rise of the sum of squares.
# %% distance
def cluster_distance(A, B, method):
    gaps = np.sqrt(((A[:, None] - B[None]) ** 2).sum(axis=2))
    if method == "ward":
        return len(A) * len(B) / (len(A) + len(B)) * ((A.mean(0) - B.mean(0)) ** 2).sum()
    return {"single": gaps.min(), "complete": gaps.max(), "average": gaps.mean()}[method]
