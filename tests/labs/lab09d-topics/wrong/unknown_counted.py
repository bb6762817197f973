# Words that no topic has stay in the number of words.
# earns: 17
# step-unknown: The shares sum to 1, not
# %% step
def share_step(counts, topics, shares):
    joint = np.asarray(shares)[:, None] * topics
    total = joint.sum(axis=0)
    if counts.sum() == 0:
        return shares
    return joint / np.where(total > 0, total, 1) @ counts / counts.sum()
