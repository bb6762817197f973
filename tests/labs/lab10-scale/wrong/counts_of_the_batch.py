# The counts begin again with each batch.
# earns: 16
# step-mean: Those are the means of the batch alone. The points before count too: that
# step-counts: Those are the counts of the batch alone. Add them to the old ones.
# %% step
def mini_batch_step(batch, centers, counts):
    labels = pairwise_distances_argmin(batch, centers)
    moved, counted = np.array(centers, dtype=float), np.array(counts, dtype=float)
    for j in set(labels.tolist()):
        members = batch[labels == j]
        counted[j] = len(members)
        moved[j] += (members - centers[j]).sum(axis=0) / counted[j]
    return moved, counted
