# Shares divided by the sum of the column, targets too.
# earns: 16
# soft-kernel: The code 0 has the kernels 1 and 1/5, so the shares 5/6 and 1/6, not [0.4, 0.0
# soft-alpha: With alpha 3 the kernels of the distances 0 and 3 are 1 and (1 + 9/3) to the p
# soft-form: The shares of each point, one row, sum to 1.
# target-rows: The target shares of each point, one row, sum to 1.
# target-sizes: The sizes are 20/9 and 16/9, so the code midway has the target 4/9, 5/9, not [
# %% soft
def soft_assignment(Z, centers, alpha=1.0):
    squares = ((Z[:, None] - centers) ** 2).sum(axis=2)
    kernel = (1 + squares / alpha) ** (-(alpha + 1) / 2)
    return kernel / kernel.sum(axis=0)
# %% target
def target_distribution(Q):
    return Q**2 / (Q**2).sum(axis=0)
