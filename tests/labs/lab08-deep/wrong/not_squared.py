# Shares over sizes, not squared.
# earns: 19
# target-rows: The target is surer than the shares: square them.
# target-sizes: One of the other targets is wrong.
# %% target
def target_distribution(Q):
    weights = Q / Q.sum(axis=0)
    return weights / weights.sum(axis=1, keepdims=True)
