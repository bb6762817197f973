# The functions of part B used again in part C; Dask where it is installed.
# %% map
def map_block(block, centers):
    labels = pairwise_distances_argmin(block, centers)
    return np.array([np.hstack(feature(block[labels == j])) for j in range(len(centers))])


def feature(X):
    return len(X), np.sum(X, axis=0), np.sum(X * X)
# %% reduce
def reduce_tables(tables, centers):
    total = tables[0].astype(float)
    for table in tables[1:]:
        total = total + table
    J, new = 0, []
    for (N, *LS, SS), c in zip(total, centers):
        new.append(np.array(LS) / N if N > 0 else c)
        J += spread(N, LS, SS) + N * ((new[-1] - c) ** 2).sum() if N > 0 else 0
    return np.array(new, dtype=float), J


def spread(N, LS, SS):
    return SS - np.square(LS).sum() / N
# %% loop
def kmeans_blocks(blocks, centers, max_iter=100):
    def tables_of(centers):
        try:
            import dask
        except ImportError:
            return [map_block(block, centers) for block in blocks]
        return dask.compute(*[dask.delayed(map_block)(block, centers) for block in blocks], scheduler="threads")

    costs, moving = [], True
    while moving and len(costs) < max_iter:
        new, J = reduce_tables(list(tables_of(centers)), centers)
        moving, centers = not np.allclose(new, centers), new
        costs += [J]
    return centers, costs
