# The Rand index, not adjusted.
# earns: 16
# adjusted-rand-value: That is the Rand index, the share of pairs on which both agree. Subtract what
# adjusted-rand-edges: For other equal labelings, or where one of the two is trivial, ARI is wrong.
# %% adjusted-rand
def adjusted_rand(first, second):
    both, one, two, pairs = pair_counts(first, second)
    return (pairs + 2 * both - one - two) / pairs
