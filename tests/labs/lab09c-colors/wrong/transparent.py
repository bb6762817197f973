# Transparency stays a color.
# earns: 17
# rows-kinds: Transparency is no color. Drop the fourth number.
# %% rows
def to_rows(image):
    if image.ndim == 2:
        image = np.stack([image] * 3, axis=-1)
    return image.reshape(-1, image.shape[2]).astype(float)
