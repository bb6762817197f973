# Asks whether a value is outside; NaN is neither inside nor outside.
# earns: 24
# batch-range: NaN passes: every comparison with it is False.
# %% batch
def read_batch(batch):
    if not isinstance(batch, list) or not 1 <= len(batch) <= MOST:
        raise ValueError("size")
    for i, rider in enumerate(batch):
        if not isinstance(rider, dict) or set(rider) != set(FEATURES):
            raise ValueError("fields")
        for feature, value in rider.items():
            if type(value) not in (int, float):
                raise ValueError(f"{i} {feature}")
            if value < 0 or value > LARGEST:
                raise ValueError(f"{i} {feature}")
    return np.array([[float(rider[feature]) for feature in FEATURES] for rider in batch])
