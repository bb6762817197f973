# A line is rounded down; a number of colors is fitted into 8 bits that does not fit.
# earns: 16
# bytes-depth: 257 colors do not fit into 8 bits, but indexed_bytes says 931.0. Raise a
# bytes-lines: 9 bits do not fit into one byte. Round up.
# %% bytes
def indexed_bytes(height, width, k):
    depth = next((d for d in [1, 2, 4] if 2**d >= k), 8)
    return 3.0 * k + height * (width * depth // 8)
