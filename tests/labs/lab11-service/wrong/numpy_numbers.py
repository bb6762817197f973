# NumPy's numbers do not travel as JSON.
# earns: 24
# answer-steady: The answer cannot travel as JSON
# %% answer
def answer(pipeline, segments, X):
    gaps = pipeline.transform(pd.DataFrame(X, columns=FEATURES))
    return [{"id": row.argmin(), "name": segments[row.argmin()], "distance": row.min()} for row in gaps]
