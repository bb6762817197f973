# The three planes one after another, and fractions.
# earns: 16
# image-shape: The type must be uint8, not float64.
# image-whole: 99.9, 99.4, 0.6, 254.7, 0.3 and 100 become 100, 99, 1, 255, 0 and 100, not [99.9, 0.6, 0.3
# %% image
def to_image(rows, height, width):
    return np.clip(rows.reshape(3, height, width).transpose(1, 2, 0), 0, 255)
