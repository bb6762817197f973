# Says that something is wrong, and not where.
# earns: 23
# batch-types: Which rider, which value? The message holds neither 2 nor minutes
# batch-range: A trip of 10,001 minutes passes, or the message does not say where it is
# %% batch
def read_batch(batch):
    if not isinstance(batch, list) or not 1 <= len(batch) <= MOST:
        raise ValueError("size")
    for i, rider in enumerate(batch):
        if not isinstance(rider, dict) or set(rider) != set(FEATURES):
            raise ValueError("fields")
        for feature, value in rider.items():
            if type(value) not in (int, float):
                raise ValueError("a value is wrong")
            if not 0 <= value <= LARGEST:
                raise ValueError("a value is wrong")
    return np.array([[float(rider[feature]) for feature in FEATURES] for rider in batch])
