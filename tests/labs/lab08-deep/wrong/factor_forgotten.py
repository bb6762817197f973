# The factor 2 is missing.
# earns: 19
# pull-codes: A factor 2 is missing: (alpha + 1) / alpha with alpha = 1.
# pull-centers: The derivatives by the centers are 0.06670 and -0.15204, not [0.03335, -0.0760
# %% pull
def dec_gradient(Z, centers, P):
    Q = soft_assignment(Z, centers)
    gaps = Z[:, None] - centers
    force = (P - Q) / (1 + (gaps**2).sum(axis=2))
    terms = force[:, :, None] * gaps
    return terms.sum(axis=1), -terms.sum(axis=0)
