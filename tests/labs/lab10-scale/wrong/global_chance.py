# Chance from elsewhere than rng.
# earns: 17
# batches-drawn: The same rng gave other batches. Draw from rng only, never from np.random
# %% batches
def mini_batch_kmeans(X, centers, batch_size, n_batches, rng):
    counts = np.zeros(len(centers))
    for _ in range(n_batches):
        batch = X[np.random.randint(len(X), size=batch_size)]
        centers, counts = mini_batch_step(batch, centers, counts)
    return centers
