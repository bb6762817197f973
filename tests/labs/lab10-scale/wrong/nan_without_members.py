# A center without new members becomes the mean of nothing.
# earns: 17
# step-form: A center became NaN: without new members it stays.
# %% step
def mini_batch_step(batch, centers, counts):
    labels = pairwise_distances_argmin(batch, centers)
    moved, counted = np.array(centers, dtype=float), np.array(counts, dtype=float)
    for j in range(len(centers)):
        members = batch[labels == j]
        counted[j] += len(members)
        moved[j] += members.mean(axis=0) * len(members) / counted[j] - len(members) * moved[j] / counted[j]
    return moved, counted
