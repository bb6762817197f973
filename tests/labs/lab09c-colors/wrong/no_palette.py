# The palette is not counted, and lines are rounded down.
# earns: 16
# bytes-depth: The palette is missing: 3 bytes a color.
# bytes-lines: A line of 9 bits takes 2 bytes: 3 lines and a palette of 6 bytes make 12, not 3
# %% bytes
def indexed_bytes(height, width, k):
    depth = next(d for d in [1, 2, 4, 8] if 2**d >= k)
    return height * (width * depth // 8)
