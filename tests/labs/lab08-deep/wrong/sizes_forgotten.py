# Squared shares over the sum of their row: a large cluster swallows the small ones.
# earns: 20
# target-sizes: The third code lies midway and its target is 1/2, 1/2: you left out the sizes.
# %% target
def target_distribution(Q):
    return Q**2 / (Q**2).sum(axis=1, keepdims=True)
