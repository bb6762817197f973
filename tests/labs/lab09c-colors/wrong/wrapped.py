# Rounded, but numbers outside 0 to 255 wrap around.
# earns: 17
# image-whole: -3, 258.2, 255.4, -0.4, 900 and 128 become 0, 255, 255, 0, 255 and 128, not [253,
# %% image
def to_image(rows, height, width):
    return np.rint(rows).astype(int).astype(np.uint8).reshape(height, width, 3)
