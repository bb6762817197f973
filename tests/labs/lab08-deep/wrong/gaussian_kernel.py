# The kernel of a Gaussian.
# earns: 18
# soft-kernel: That is the kernel of a Gaussian. Here it is that of Student's t.
# soft-alpha: With alpha 3 the kernels of the distances 0 and 3 are 1 and (1 + 9/3) to the p
# soft-form: A code that lies on its center has distance 0. That is no division by zero: 1
# %% soft
def soft_assignment(Z, centers, alpha=1.0):
    squares = ((Z[:, None] - centers) ** 2).sum(axis=2)
    kernel = np.exp(-squares / 2)
    return kernel / kernel.sum(axis=1, keepdims=True)
