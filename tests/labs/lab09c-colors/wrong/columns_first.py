# The picture is read column after column, and written back the same way.
# earns: 16
# rows-order: The second row is the pixel below the first. Go along the lines.
# image-shape: A pixel is not at its place: the rows fill line after line, and each row is one
# %% rows
def to_rows(image):
    if image.ndim == 2:
        image = np.stack([image, image, image], axis=2)
        return image.reshape(-1, 3).astype(float)
    if image.shape[2] == 4:
        return image[:, :, :3].reshape(-1, 3).astype(float)
    return image.transpose(1, 0, 2).reshape(-1, 3).astype(float)
# %% image
def to_image(rows, height, width):
    whole = np.clip(np.rint(rows), 0, 255).astype(np.uint8)
    return whole.reshape(width, height, 3).transpose(1, 0, 2)
