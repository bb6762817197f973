# Numbers of words for shares.
# earns: 16
# step-example: These are numbers of words. Divide by the number of words of the document.
# step-unknown: The shares sum to 1, not 2.0: the third word is left out of the number of words, too.
# %% step
def share_step(counts, topics, shares):
    joint = np.asarray(shares)[:, None] * topics
    total = joint.sum(axis=0)
    return joint / np.where(total > 0, total, 1) @ counts
