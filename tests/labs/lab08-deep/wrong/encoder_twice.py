# Twice the encoder.
# earns: 20
# count-layers: The decoder is no copy of the encoder: its layers have other numbers of output
# %% count
def count_parameters(sizes):
    return 2 * sum(a * b + b for a, b in zip(sizes, sizes[1:]))
