# The scaler is fitted to the request.
# earns: 22
# answer-segment: With another model an id or a name is wrong.
# answer-distance: The distances to the own centers are
# answer-steady: The model was fitted again at serving time, to a single rider.
# %% answer
def answer(pipeline, segments, X):
    gaps = cdist(pipeline[0].fit_transform(X), pipeline[-1].cluster_centers_)
    return [{"id": int(row.argmin()), "name": segments[row.argmin()], "distance": float(row.min())} for row in gaps]
