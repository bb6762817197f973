# What is no number ends in a TypeError.
# earns: 24
# batch-types: A request ends in a TypeError. Whoever sent it needs a ValueError
# %% batch
def read_batch(batch):
    if not isinstance(batch, list) or not 1 <= len(batch) <= MOST:
        raise ValueError("size")
    for i, rider in enumerate(batch):
        if not isinstance(rider, dict) or set(rider) != set(FEATURES):
            raise ValueError("fields")
        for feature, value in rider.items():
            if not 0 <= value <= LARGEST:
                raise ValueError(f"{i} {feature}")
    return np.array([[float(rider[feature]) for feature in FEATURES] for rider in batch])
