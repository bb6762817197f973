# The old points are forgotten: each center jumps to the mean of its batch.
# earns: 17
# step-mean: Those are the means of the batch alone. The points before count too: that
# %% step
def mini_batch_step(batch, centers, counts):
    labels = pairwise_distances_argmin(batch, centers)
    moved, counted = np.array(centers, dtype=float), np.array(counts, dtype=float)
    for j in set(labels.tolist()):
        members = batch[labels == j]
        counted[j] += len(members)
        moved[j] = members.mean(axis=0)
    return moved, counted
