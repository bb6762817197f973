# alpha is not used.
# earns: 20
# soft-alpha: alpha=3.0 changes nothing in your function.
# %% soft
def soft_assignment(Z, centers, alpha=1.0):
    squares = ((Z[:, None] - centers) ** 2).sum(axis=2)
    kernel = 1 / (1 + squares)
    return kernel / kernel.sum(axis=1, keepdims=True)
