# Squared distances.
# earns: 24
# answer-distance: These are squared distances. Take the root.
# %% answer
def answer(pipeline, segments, X):
    gaps = pipeline.transform(pd.DataFrame(X, columns=FEATURES)) ** 2
    return [{"id": int(row.argmin()), "name": segments[row.argmin()], "distance": float(row.min())} for row in gaps]
