# Products with an indicator matrix, weights for the mean, an array of costs, threads.
# %% step
def mini_batch_step(batch, centers, counts):
    member = np.eye(len(centers))[pairwise_distances_argmin(batch, centers)]
    fresh = counts + member.sum(axis=0)
    sums = np.asarray(centers) * np.asarray(counts)[:, None] + member.T @ batch
    return np.where(fresh[:, None] > counts[:, None], sums / np.maximum(fresh, 1)[:, None], centers), fresh
# %% batches
def mini_batch_kmeans(X, centers, batch_size, n_batches, rng):
    counts, all_rows = np.zeros(len(centers), dtype=int), rng.choice(len(X), size=(n_batches, batch_size))
    for rows in all_rows:
        centers, counts = mini_batch_step(X[rows], centers, counts)
    return np.asarray(centers)
# %% feature
def feature(X):
    return X.shape[0], np.ones(len(X)) @ X, np.einsum("ij,ij->", X, X)
# %% merge
def merge(first, second):
    N, LS, SS = first
    return N + second[0], np.asarray(LS) + np.asarray(second[1]), SS + second[2]
# %% spread
def spread(N, LS, SS):
    mean = np.asarray(LS) / N
    return SS - 2 * mean @ LS + N * mean @ mean
# %% map
def map_block(block, centers):
    member = np.eye(len(centers))[pairwise_distances_argmin(block, centers)]
    return member.T @ np.column_stack([np.ones(len(block)), block, (block**2).sum(axis=1)])
# %% reduce
def reduce_tables(tables, centers):
    total = np.sum(tables, axis=0)
    N, LS, SS = total[:, :1], total[:, 1:-1], total[:, -1].sum()
    moved = np.where(N > 0, LS / np.maximum(N, 1), centers)
    return moved, SS - 2 * (LS * centers).sum() + (N * np.asarray(centers) ** 2).sum()
# %% loop
from concurrent.futures import ThreadPoolExecutor


def kmeans_blocks(blocks, centers, max_iter=100):
    costs = []
    with ThreadPoolExecutor(2) as pool:
        for _ in range(max_iter):
            tables = list(pool.map(lambda block: map_block(block, centers), blocks))
            new, J = reduce_tables(tables, centers)
            costs.append(J)
            moved = np.abs(new - centers).max()
            centers = new
            if moved < 1e-9:
                break
    return centers, np.array(costs)
# %% rows
def rows_per_block(limit, n_features, n_clusters):
    rows = int(np.floor(limit / 8 / (n_features + n_clusters)))
    if rows == 0:
        raise ValueError("No point fits.")
    return rows
