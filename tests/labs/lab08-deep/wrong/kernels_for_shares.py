# The kernels are not divided by their sum.
# earns: 18
# soft-kernel: Those are the kernels. Divide each by the sum of its row, so that the shares o
# soft-alpha: With alpha 3 the kernels of the distances 0 and 3 are 1 and (1 + 9/3) to the p
# soft-form: The shares of each point, one row, sum to 1.
# %% soft
def soft_assignment(Z, centers, alpha=1.0):
    squares = ((Z[:, None] - centers) ** 2).sum(axis=2)
    return (1 + squares / alpha) ** (-(alpha + 1) / 2)
