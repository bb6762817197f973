# The distance where its square belongs.
# earns: 18
# soft-kernel: The kernel has the squared distance: the code 0 has the distance 2 from the ce
# soft-alpha: alpha divides the squared distance, and it also stands in the power.
# soft-form: (3, 4) lies on the second center, and at the squared distance 25 from the firs
# %% soft
def soft_assignment(Z, centers, alpha=1.0):
    gaps = np.sqrt(((Z[:, None] - centers) ** 2).sum(axis=2))
    kernel = (1 + gaps / alpha) ** (-(alpha + 1) / 2)
    return kernel / kernel.sum(axis=1, keepdims=True)
