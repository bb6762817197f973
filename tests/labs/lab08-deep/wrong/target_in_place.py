# Squares the shares that it was given.
# earns: 20
# target-rows: target_distribution writes into the shares it was given.
# %% target
def target_distribution(Q):
    sizes = Q.sum(axis=0)
    Q *= Q
    Q /= sizes
    Q /= Q.sum(axis=1, keepdims=True)
    return Q
