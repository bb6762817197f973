# Held-out rows are seen in training.
# earns: 76
# split-parts: A row is in both parts: what is held out must not be seen in training.
# %% split
def split(segments, share, rng):
    held = np.concatenate([rng.choice(own := np.flatnonzero(segments == name), round(share * len(own)), replace=False) for name in np.unique(segments)])
    return np.arange(len(segments)), held
