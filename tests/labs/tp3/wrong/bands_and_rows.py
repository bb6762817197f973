# Rows and bands exchanged, the threshold guessed, a count for a share.
# earns: 69
# meet-formula: In a band ALL rows must agree: s * s for two rows.
# meet-half-way: At this similarity two documents do not meet with probability 1/2.
# tree-compares: That is a number of distances. Divide by the number of all pairs of a point
# %% bonus
def meet_probability(s, bands, rows):
    return (1 - (1 - s) ** rows) ** bands


half_way = 0.8


def share_compared(points, queries):
    tree = KDTree(points, leaf_size=10)
    tree.query(queries)
    return tree.get_n_calls()
