# Each different word counts once.
# earns: 16
# step-example: Each word counts as often as it stands in the document.
# step-unknown: On another document with words that no topic has the shares are wrong.
# %% step
def share_step(counts, topics, shares):
    joint = np.asarray(shares)[:, None] * topics
    known = (joint.sum(axis=0) > 0) & (counts > 0)
    if not known.any():
        return shares
    return (joint[:, known] / joint[:, known].sum(axis=0)).mean(axis=1)
