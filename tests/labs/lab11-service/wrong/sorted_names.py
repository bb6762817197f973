# The names are sorted before they are used.
# earns: 24
# answer-segment: With another model an id or a name is wrong.
# %% answer
def answer(pipeline, segments, X):
    gaps, names = pipeline.transform(pd.DataFrame(X, columns=FEATURES)), sorted(segments)
    return [{"id": int(row.argmin()), "name": names[row.argmin()], "distance": float(row.min())} for row in gaps]
