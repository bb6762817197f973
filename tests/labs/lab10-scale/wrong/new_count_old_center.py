# Point after point, each with the count of the whole batch.
# earns: 16
# step-mean: The center moves after each member, but you divide by the count after all
# step-form: With count 0 the old center has no weight: the mean of 1 and 4 is 2.5, not
# %% step
def mini_batch_step(batch, centers, counts):
    labels = pairwise_distances_argmin(batch, centers)
    moved, counted = np.array(centers, dtype=float), np.array(counts, dtype=float)
    for j in set(labels.tolist()):
        members = batch[labels == j]
        counted[j] += len(members)
        for x in members:
            moved[j] += (x - moved[j]) / counted[j]
    return moved, counted
