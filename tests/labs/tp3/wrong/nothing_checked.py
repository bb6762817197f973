# Any customer is answered; what is missing counts as 0.
# earns: 70
# predict-form: A customer without a score gets a segment. Refuse: no value may be invented.
# predict-range: A score of 1000 passes. The score runs from 1 to 100.
# %% predict
def predict_customer(package, customer):
    row = pd.DataFrame([{name: customer.get(name, 0) for name in package["features"]}])
    distances = package["pipeline"].transform(row)[0]
    segment = int(np.argmin(distances))
    return {"id": segment, "name": package["names"][segment], "distance": distances[segment]}
