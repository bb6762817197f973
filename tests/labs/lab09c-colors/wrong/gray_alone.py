# A gray picture keeps one column.
# earns: 17
# rows-kinds: A gray picture of 2 lines and 3 columns has 6 rows with 3 equal numbers, not shape (6, 1).
# %% rows
def to_rows(image):
    image = image if image.ndim == 3 else image[:, :, None]
    return image[:, :, :3].reshape(image.shape[0] * image.shape[1], -1) * 1.0
