# The step instead of the derivative: the sign is turned.
# earns: 19
# pull-codes: The sign is turned. This is the derivative; descending goes against it.
# pull-centers: A center is pulled by what pulls the code, the other way round: minus the same
# %% pull
def dec_gradient(Z, centers, P):
    Q = soft_assignment(Z, centers)
    gaps = Z[:, None] - centers
    force = 2 * (P - Q) / (1 + (gaps**2).sum(axis=2))
    terms = force[:, :, None] * gaps
    return -terms.sum(axis=1), terms.sum(axis=0)
