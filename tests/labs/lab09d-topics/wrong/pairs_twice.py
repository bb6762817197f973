# Each pair twice.
# earns: 17
# pairs-number: 6 counts each pair twice.
# %% pairs
def pairs_sharing(counts):
    meet = (counts > 0).astype(int) @ (counts > 0).T.astype(int) > 0
    return int(meet.sum()) - len(counts)
