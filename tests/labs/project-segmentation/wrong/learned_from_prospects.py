# Scale and values of the prospects themselves; nothing is checked.
# earns: 75
# predict-steps: Check the table with validate before anything else.
# %% predict
def predict_segments(bundle, table, encoder):
    table = fill(table, {"Age": table["Age"].median()})
    X = encode(table)
    codes = np.asarray(encoder(standardize(X, X.mean(axis=0), X.std(axis=0) + 1e-9)))
    nearest = ((codes[:, None] - bundle["centers"]) ** 2).sum(axis=2).argmin(axis=1)
    return pd.DataFrame({"ID": table["ID"].to_numpy(), "Segmentation": np.array(bundle["names"])[nearest]})
