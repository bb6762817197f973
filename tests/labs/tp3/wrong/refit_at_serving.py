# The scaler is fitted again to the single customer.
# earns: 71
# predict-segment: The scaler was fitted again: one customer became the average of all. Only tr
# %% predict
def predict_customer(package, customer):
    values = []
    for feature in ["Annual_Income", "Spending_Score"]:
        if feature not in customer or not isinstance(customer[feature], (int, float)):
            raise ValueError(f"{feature} is missing or no number")
        values.append(float(customer[feature]))
    if not np.isfinite(values).all() or values[0] < 0 or not 1 <= values[1] <= 100:
        raise ValueError("a value is out of range")
    row = package["pipeline"]["scaler"].fit_transform([values])
    distances = package["pipeline"]["kmeans"].transform(row)[0]
    segment = int(np.argmin(distances))
    return {"id": segment, "name": package["names"][segment], "distance": distances[segment]}
