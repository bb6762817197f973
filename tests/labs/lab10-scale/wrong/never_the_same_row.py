# A row is never drawn twice for a batch; large batches fail.
# earns: 17
# batches-drawn: With batch_size=100 a batch has the shape (100, 1), not (8, 1). Repeats are
# %% batches
def mini_batch_kmeans(X, centers, batch_size, n_batches, rng):
    counts = np.zeros(len(centers))
    for _ in range(n_batches):
        batch = X[rng.permutation(len(X))[:batch_size]]
        centers, counts = mini_batch_step(batch, centers, counts)
    return centers
