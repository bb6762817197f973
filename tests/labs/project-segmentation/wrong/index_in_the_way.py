# The index of the table meets the index of the answers.
# earns: 73
# predict-steps: The codes are nearest to the centers 0, 1, 2: D, A, C, not ['D', 'A', 'C', nan
# predict-form: Keep the order of the table, and each ID as it is.
# %% predict
def predict_segments(bundle, table, encoder):
    validate(table)
    X = standardize(encode(fill(table, bundle["values"])), bundle["middle"], bundle["spread"])
    codes = np.asarray(encoder(X))
    nearest = ((codes[:, None] - bundle["centers"]) ** 2).sum(axis=2).argmin(axis=1)
    return pd.DataFrame({"ID": table["ID"], "Segmentation": pd.Series(np.array(bundle["names"])[nearest])})
