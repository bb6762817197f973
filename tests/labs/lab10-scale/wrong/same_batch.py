# One batch, used again and again.
# earns: 17
# batches-drawn: The second batch is the first again. Draw anew for each step.
# %% batches
def mini_batch_kmeans(X, centers, batch_size, n_batches, rng):
    counts = np.zeros(len(centers))
    batch = X[rng.integers(len(X), size=batch_size)]
    for _ in range(n_batches):
        centers, counts = mini_batch_step(batch, centers, counts)
    return centers
