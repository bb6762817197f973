# Weights without biases.
# earns: 20
# count-layers: The biases are missing: one for each output of a layer.
# %% count
def count_parameters(sizes):
    return 2 * sum(a * b for a, b in zip(sizes, sizes[1:]))
