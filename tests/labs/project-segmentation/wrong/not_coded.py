# Centers among the codes, rows among the features.
# earns: 73
# predict-steps: The centers lie among the codes: turn the rows into codes first.
# predict-form: A single prospect must work too: the code (0.2, 10) is nearer to the second ce
# %% predict
def predict_segments(bundle, table, encoder):
    validate(table)
    X = standardize(encode(fill(table, bundle["values"])), bundle["middle"], bundle["spread"])
    nearest = ((X[:, None] - bundle["centers"]) ** 2).sum(axis=2).argmin(axis=1)
    return pd.DataFrame({"ID": table["ID"].to_numpy(), "Segmentation": np.array(bundle["names"])[nearest]})
