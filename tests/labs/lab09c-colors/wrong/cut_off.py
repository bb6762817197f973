# Fractions are cut off, and the way back forgets the limits.
# earns: 17
# image-whole: 99.9 became 99. Take the nearest whole number.
# %% image
def to_image(rows, height, width):
    return rows.astype(np.uint8).reshape(height, width, 3)
