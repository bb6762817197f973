# True passes for 1.
# earns: 24
# batch-types: True passes for a number: isinstance(True, int) is true.
# %% batch
def read_batch(batch):
    if not isinstance(batch, list) or not 1 <= len(batch) <= MOST:
        raise ValueError("size")
    for i, rider in enumerate(batch):
        if not isinstance(rider, dict) or set(rider) != set(FEATURES):
            raise ValueError("fields")
        for feature, value in rider.items():
            if not isinstance(value, (int, float)):
                raise ValueError(f"{i} {feature}")
            if not 0 <= value <= LARGEST:
                raise ValueError(f"{i} {feature}")
    return np.array([[float(rider[feature]) for feature in FEATURES] for rider in batch])
