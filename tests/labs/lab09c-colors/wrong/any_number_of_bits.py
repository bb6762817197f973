# Any number of bits, and one stream of pixels for the whole picture.
# earns: 16
# bytes-depth: Five colors would fit into 3 bits, but the format has 1, 2, 4 or 8.
# bytes-lines: 27 bits would fit into 4 bytes, but each line begins with a new byte.
# %% bytes
def indexed_bytes(height, width, k):
    if k > 256:
        raise ValueError("too many")
    return 3 * k + int(np.ceil(height * width * np.ceil(np.log2(k)) / 8))
