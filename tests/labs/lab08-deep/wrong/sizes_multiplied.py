# Times the size of the cluster.
# earns: 20
# target-sizes: The code midway is asked to join the larger cluster. Divide by the sizes, do n
# %% target
def target_distribution(Q):
    weights = Q**2 * Q.sum(axis=0)
    return weights / weights.sum(axis=1, keepdims=True)
