# The old shares play no part.
# earns: 16
# step-example: The old shares say how likely a topic is before the word is seen: multiply by them.
# step-unknown: On another document with words that no topic has the shares are wrong.
# %% step
def share_step(counts, topics, shares):
    known = (topics.sum(axis=0) > 0) & (counts > 0)
    if not known.any():
        return shares
    return topics[:, known] / topics[:, known].sum(axis=0) @ counts[known] / counts[known].sum()
