# Triples joined instead of added.
# earns: 17
# merge-sum: LS keeps one number a column, not shape (4,). Two tuples or lists joined
# %% merge
def merge(first, second):
    return first[0] + second[0], np.append(first[1], second[1]), first[2] + second[2]
