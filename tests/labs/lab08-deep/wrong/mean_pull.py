# The derivative of the mean.
# earns: 19
# pull-codes: This is the derivative of the sum of the divergences. Do not divide by the num
# pull-centers: The derivatives by the centers are 0.06670 and -0.15204, not [0.01668, -0.0380
# %% pull
def dec_gradient(Z, centers, P):
    Q = soft_assignment(Z, centers)
    gaps = Z[:, None] - centers
    force = 2 * (P - Q) / (1 + (gaps**2).sum(axis=2))
    terms = force[:, :, None] * gaps
    return terms.mean(axis=1) * len(centers) / len(Z), -terms.mean(axis=0)
