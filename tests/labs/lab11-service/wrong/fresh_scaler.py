# A scaler of the request's own: the model stays, one rider alone becomes the average.
# earns: 22
# answer-segment: With another model an id or a name is wrong.
# answer-distance: The distances to the own centers are
# answer-steady: A rider who asks alone gets another answer than in a batch.
# %% answer
def answer(pipeline, segments, X):
    gaps = cdist(StandardScaler().fit_transform(X), pipeline[-1].cluster_centers_)
    return [{"id": int(row.argmin()), "name": segments[row.argmin()], "distance": float(row.min())} for row in gaps]
