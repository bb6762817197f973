# The new centers take the type of the old ones.
# earns: 17
# step-form: The mean 2.5 was cut to 2: an array of whole numbers holds no fractions.
# %% step
def mini_batch_step(batch, centers, counts):
    labels = pairwise_distances_argmin(batch, centers)
    moved, counted = centers.copy(), counts.copy()
    for j in set(labels.tolist()):
        members = batch[labels == j]
        counted[j] += len(members)
        moved[j] = centers[j] + (members - centers[j]).sum(axis=0) / counted[j]
    return moved, counted
