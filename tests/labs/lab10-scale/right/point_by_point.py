# One point after the other, labels first; lists for tables; floats for whole numbers.
# %% step
def mini_batch_step(batch, centers, counts):
    centers = [[float(v) for v in c] for c in centers]
    labels = [min(range(len(centers)), key=lambda j: sum((a - b) ** 2 for a, b in zip(p, centers[j]))) for p in batch]
    counts = [float(n) for n in counts]
    for p, j in zip(batch, labels):
        counts[j] += 1
        centers[j] = [c + (x - c) / counts[j] for x, c in zip(p, centers[j])]
    return centers, counts
# %% batches
def mini_batch_kmeans(X, centers, batch_size, n_batches, rng):
    counts = [0] * len(centers)
    for _ in range(n_batches):
        rows = [rng.integers(0, len(X)) for _ in range(batch_size)]
        centers, counts = mini_batch_step(np.array([X[i] for i in rows]), centers, counts)
    return centers
# %% feature
def feature(X):
    return [float(len(X)), [float(sum(column)) for column in zip(*X)], sum(float(v) ** 2 for p in X for v in p)]
# %% merge
def merge(first, second):
    return [first[0] + second[0], [a + b for a, b in zip(first[1], second[1])], first[2] + second[2]]
# %% spread
def spread(N, LS, SS):
    return SS - N * sum((s / N) ** 2 for s in LS)
# %% map
def map_block(block, centers):
    table = [[0.0] * (len(block[0]) + 2) for _ in centers]
    for p in block:
        j = min(range(len(centers)), key=lambda j: sum((a - b) ** 2 for a, b in zip(p, centers[j])))
        for i, value in enumerate([1, *p, sum(v * v for v in p)]):
            table[j][i] += value
    return table
# %% reduce
def reduce_tables(tables, centers):
    moved, J = [], 0
    for j, center in enumerate(centers):
        N, *LS, SS = [sum(float(t[j][i]) for t in tables) for i in range(len(center) + 2)]
        moved.append([s / N for s in LS] if N else list(center))
        J += SS + sum(N * c * c - 2 * c * s for c, s in zip(center, LS))
    return moved, J
# %% loop
def kmeans_blocks(blocks, centers, max_iter=100):
    costs = []
    for _ in range(max_iter):
        new, J = reduce_tables([map_block(block, np.array(centers)) for block in blocks], np.array(centers))
        costs.append(J)
        stay = np.array_equal(np.asarray(new, dtype=float), np.asarray(centers, dtype=float))
        centers = new
        if stay:
            break
    return centers, costs
# %% paper
bytes_points, bytes_distances = 1.6e9, 4e9
bytes_block, bytes_message = 40e6, 8800.0
# %% rows
def rows_per_block(limit, n_features, n_clusters):
    rows = int(limit) // 8 // (n_features + n_clusters)
    if not rows:
        raise ValueError("too small")
    return float(rows)
