# Neither the number of riders nor that of fields is looked at.
# earns: 24
# batch-form: A batch of more than MOST riders passes. A million would stop the service.
# %% batch
def read_batch(batch):
    if not isinstance(batch, list) or not batch:
        raise ValueError("size")
    for i, rider in enumerate(batch):
        if not isinstance(rider, dict) or not set(rider) >= set(FEATURES):
            raise ValueError("fields")
        for feature, value in rider.items():
            if type(value) not in (int, float):
                raise ValueError(f"{i} {feature}")
            if not 0 <= value <= LARGEST:
                raise ValueError(f"{i} {feature}")
    return np.array([[float(rider[feature]) for feature in FEATURES] for rider in batch])
