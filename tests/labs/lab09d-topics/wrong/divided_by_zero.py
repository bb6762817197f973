# Words that no topic has are divided by 0.
# earns: 17
# step-unknown: The third word has probability 0 in both topics, and you divide by it. Leave it out.
# %% step
def share_step(counts, topics, shares):
    joint = np.asarray(shares)[:, None] * topics
    return joint / joint.sum(axis=0) @ counts / counts.sum()
