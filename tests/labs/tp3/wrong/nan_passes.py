# Ranges are checked by what is forbidden, so that NaN passes.
# earns: 71
# predict-range: NaN passes as an income: each comparison with NaN is False, so ask for it.
# %% predict
def predict_customer(package, customer):
    try:
        values = {name: [float(customer[name])] for name in package["features"]}
    except (KeyError, TypeError) as error:
        raise ValueError(str(error)) from None
    if values["Annual_Income"][0] < 0 or values["Spending_Score"][0] < 1 or values["Spending_Score"][0] > 100:
        raise ValueError("a value is out of range")
    row = np.nan_to_num(pd.DataFrame(values).to_numpy(), posinf=1e6)
    distances = package["pipeline"].transform(row)[0]
    segment = int(np.argmin(distances))
    return {"id": segment, "name": package["names"][segment], "distance": distances[segment]}
