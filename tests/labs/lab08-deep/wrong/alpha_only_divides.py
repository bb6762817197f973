# alpha divides the distance, the power stays -1.
# earns: 20
# soft-alpha: alpha divides the squared distance, and it also stands in the power.
# %% soft
def soft_assignment(Z, centers, alpha=1.0):
    squares = ((Z[:, None] - centers) ** 2).sum(axis=2)
    kernel = 1 / (1 + squares / alpha)
    return kernel / kernel.sum(axis=1, keepdims=True)
