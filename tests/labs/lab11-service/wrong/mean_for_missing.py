# A missing value becomes 0.
# earns: 24
# batch-form: A rider without night passes. No value may be invented.
# %% batch
def read_batch(batch):
    if not isinstance(batch, list) or not 1 <= len(batch) <= MOST:
        raise ValueError("size")
    for i, rider in enumerate(batch):
        if not isinstance(rider, dict) or not set(rider) <= set(FEATURES):
            raise ValueError("fields")
        for feature, value in rider.items():
            if type(value) not in (int, float):
                raise ValueError(f"{i} {feature}")
            if not 0 <= value <= LARGEST:
                raise ValueError(f"{i} {feature}")
    return np.array([[float(rider.get(feature, 0)) for feature in FEATURES] for rider in batch])
