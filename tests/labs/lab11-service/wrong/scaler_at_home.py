# Raw riders are compared with standardized centers.
# earns: 23
# answer-segment: A rider is in the wrong cluster.
# answer-distance: The distances to the own centers are
# %% answer
def answer(pipeline, segments, X):
    gaps = cdist(X, pipeline[-1].cluster_centers_)
    return [{"id": int(row.argmin()), "name": segments[row.argmin()], "distance": float(row.min())} for row in gaps]
