# One count for all centers together.
# earns: 16
# step-mean: Center 2 stood for one point; with 4 and 6 the mean is 4. Center 90 stood
# step-counts: Each center has a count of its own: add only its own new members.
# %% step
def mini_batch_step(batch, centers, counts):
    labels = pairwise_distances_argmin(batch, centers)
    moved, counted = np.array(centers, dtype=float), np.array(counts, dtype=float)
    for j in set(labels.tolist()):
        members = batch[labels == j]
        counted += len(members)
        moved[j] += (members - centers[j]).sum(axis=0) / counted[j]
    return moved, counted
