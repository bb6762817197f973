# The counts begin at 0 in each step.
# earns: 17
# batches-steps: Each step takes the counts that the step before returned. Do not begin
# %% batches
def mini_batch_kmeans(X, centers, batch_size, n_batches, rng):
    counts = np.zeros(len(centers))
    for _ in range(n_batches):
        batch = X[rng.integers(len(X), size=batch_size)]
        centers, _ = mini_batch_step(batch, centers, counts)
    return centers
