# The rows keep the type uint8; only pictures with three numbers work.
# earns: 16
# rows-order: The type is uint8. Turn the rows into fractions: uint8 begins again at 0 after
# rows-kinds: A gray picture of 2 lines and 3 columns has 6 rows with 3 equal numbers, not shape (2, 3).
# %% rows
def to_rows(image):
    return image.reshape(-1, 3)
