# The values are taken in the order in which they were sent.
# earns: 24
# batch-array: The second rider sent her fields in another order
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
            if not 0 <= value <= LARGEST:
                raise ValueError(f"{i} {feature}")
    return np.array([[float(value) for value in rider.values()] for rider in batch])
