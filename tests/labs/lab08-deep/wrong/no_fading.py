# The pull does not fade with the distance.
# earns: 19
# pull-codes: For the code 0 only the center 2 counts: 2 (1/21 - 1/6) (0 - 2) / (1 + 4) = 2/
# pull-centers: The derivatives by the centers are 0.06670 and -0.15204, not [0.53202, -0.7302
# %% pull
def dec_gradient(Z, centers, P):
    Q = soft_assignment(Z, centers)
    gaps = Z[:, None] - centers
    force = 2 * (P - Q)
    terms = force[:, :, None] * gaps
    return terms.sum(axis=1), -terms.sum(axis=0)
