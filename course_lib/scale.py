"""K-Means on more points than one block holds: map, reduce, repeat.

A center is a mean, a mean is a sum over a count, and a sum can be taken block by block, wherever
the block lies. So a block needs to know only the centers, and tells only k x (d + 2) numbers,
however many points it has:

1. *map*: every block assigns its points and adds up the members of each cluster;
2. *reduce*: the tables of all blocks are added; sum over count gives the new centers;
3. *repeat* until the centers stay.

`block_statistics` is the map, `new_centers` the end of the reduce, `kmeans_map_reduce` the loop.
`visit` is the map once more, faster, for blocks that stay in memory.
Dask keeps the list of blocks and decides where each is worked on: by default in threads of this
process, with a ``distributed.Client`` on a cluster. The functions do not change.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from numbers import Integral, Real

import numpy as np
from sklearn.utils import check_scalar
from threadpoolctl import threadpool_limits

from course_lib.geometry import indicator, lift, probe
from course_lib.lloyd import Visited, assign, reassign, recount, unvisited

try:
    import dask
    import dask.array as da
except ImportError as error:
    raise ImportError(
        "course_lib.scale needs Dask. It is in the dependency group `scale`: "
        "install it with `uv sync --group scale`."
    ) from error

# Where the caller chose no blocks: long enough that starting a task costs next to nothing.
ROWS_PER_TASK = 250_000


def block_statistics(X_block: np.ndarray, centers: np.ndarray) -> np.ndarray:
    """Map: tell in k x (d + 2) numbers what the next centers need to know about a block.

    Parameters
    ----------
    X_block : float array of shape (n_samples, n_features)
    centers : float array of shape (n_clusters, n_features)

    Returns
    -------
    statistics : float array of shape (n_clusters, n_features + 2)
        For each cluster the sum of its members, of their squared lengths, and their number. The
        tables of two blocks may be added: the sum is the table of both.

    Examples
    --------
    >>> block_statistics(np.array([[0.0], [2.0], [9.0]]), np.array([[0.0], [10.0]]))
    array([[ 2.,  4.,  2.],
           [ 9., 81.,  1.]])
    """
    labels = assign(X_block, centers)
    return indicator(labels, len(centers)) @ lift(X_block)


def visit(block: Visited, centers: np.ndarray, moves: np.ndarray) -> Visited:
    """Map, the fast path: as `block_statistics`, but look only at points that could change.

    Fact: it is the sweep of `course_lib.lloyd.lloyd` over this block. Proof: who could change
    depends on the moves of the centers, and these are the same for all blocks.

    Parameters
    ----------
    block : Visited
        The points, and what the visit before found. It is not changed: a worker that fails can be
        replaced by another one.
    centers : float array of shape (n_clusters, n_features)
    moves : float array of shape (n_clusters,)
        How far each center has moved since that visit.

    Returns
    -------
    block : Visited
        Its `totals` are the statistics of the block, with the last two columns exchanged.

    Examples
    --------
    >>> block = unvisited(np.array([[0.0], [2.0], [9.0]]), 2)
    >>> visit(block, np.array([[0.0], [10.0]]), np.zeros(2)).totals
    array([[ 2.,  2.,  4.],
           [ 9.,  1., 81.]])
    """
    points, labels, slack, totals, trust = block
    labels, slack = labels.copy(), slack - (moves + moves.max()).take(labels, mode="clip")
    moved, left = reassign(points, centers, labels, slack, trust)
    return Visited(points, labels, slack, recount(points, labels, totals, moved, left), trust)


def new_centers(statistics: np.ndarray, centers: np.ndarray) -> tuple[np.ndarray, float]:
    """Turn the added tables into the new centers, and into the inertia of the old ones.

    Parameters
    ----------
    statistics : float array of shape (n_clusters, n_features + 2)
        Sum of `block_statistics` over all blocks.
    centers : float array of shape (n_clusters, n_features)
        The centers that the points were assigned to.

    Returns
    -------
    moved : float array of shape (n_clusters, n_features)
        The mean of each cluster; a cluster without members keeps its center.
    inertia : float
        Sum of squared distances to the old centers, in squared units of X.

    Notes
    -----
    A squared distance is the product of a probe and a lifted point. Products may be summed before
    they are taken, so the probe times the sum of lifted points is the sum of squared distances.

    Examples
    --------
    >>> moved, inertia = new_centers(np.array([[2.0, 4, 2], [9, 81, 1]]), np.array([[0.0], [10]]))
    >>> moved.ravel(), inertia
    (array([1., 9.]), 5.0)
    """
    sums, counts = statistics[:, :-2], statistics[:, -1:]
    moved = np.where(counts > 0, sums / np.maximum(counts, 1), centers)
    return moved, max(0.0, float((probe(centers) * statistics).sum()))


def kmeans_map_reduce(
    X: "da.Array | np.ndarray",
    centers: np.ndarray,
    max_iter: int = 300,
    tol: float = 0.0,
    scheduler: object = None,
    persist: bool = True,
) -> tuple[np.ndarray, float, int]:
    """Run Lloyd's algorithm on blocks of points from a given start.

    Parameters
    ----------
    X : Dask array or NumPy array of shape (n_samples, n_features)
        A NumPy array is cut into blocks of rows. For a cluster, give a Dask array whose blocks the
        workers can read themselves.
    centers : float array of shape (n_clusters, n_features)
        The start.
    max_iter : int, default=300
        Most sweeps over the blocks.
    tol : float, default=0.0
        Stop when the squared moves of all centers sum to at most this, in squared units of X.
    scheduler : str, distributed.Client or None, default=None
        Where to work: None for Dask's choice (threads, or the Client that is already open), a
        name such as "threads" or "synchronous", the address of a cluster ("tcp://..."), a Client.
    persist : bool, default=True
        Hold the points and what is known of them in memory, about 1 + 4/d times the size of X.
        False reads them again in every sweep: slower, but a block at a time is enough.

    Returns
    -------
    centers : float array of shape (n_clusters, n_features)
    inertia : float
        Sum of squared distances of the points to these centers.
    n_iter : int
        Sweeps made.

    Raises
    ------
    ValueError
        If X is no table of finite numbers, or the centers do not fit it.

    Notes
    -----
    Each sweep is one round of map and reduce [1]_. The result is that of
    ``KMeans(init=centers, n_init=1, tol=0)``, apart from one thing: a cluster that loses all its
    points keeps its center here. scikit-learn moves it to the point farthest from its own center,
    which no single block knows.

    References
    ----------
    .. [1] C.-T. Chu et al., "Map-Reduce for Machine Learning on Multicore", NIPS 19 (2006).

    Examples
    --------
    >>> X = da.from_array(np.array([[0.0], [1.0], [9.0], [10.0]]), chunks=(2, 1))
    >>> kmeans_map_reduce(X, np.array([[0.0], [1.0]]))
    (array([[0.5],
           [9.5]]), 1.0, 3)
    """
    X = _blocks_of(X)
    centers = _checked_centers(X, centers)
    check_scalar(max_iter, "max_iter", Integral, min_val=1)
    check_scalar(tol, "tol", Real, min_val=0)
    origin = centers.mean(axis=0)  # far from zero, products lose digits
    centers = centers - origin
    # Dask keeps the cores busy: BLAS threads of their own would only fight for them.
    with _running_on(scheduler), threadpool_limits(1, user_api="blas"):
        blocks = [dask.delayed(_finite)(block) for block in X.to_delayed().ravel()]
        if persist:
            first_look = dask.delayed(unvisited)
            blocks = dask.persist(*[first_look(b, len(centers), origin) for b in blocks])

        def sweep(centers: np.ndarray, moves: np.ndarray) -> tuple[np.ndarray, float]:
            nonlocal blocks
            if persist:
                blocks = dask.persist(*[dask.delayed(visit)(b, centers, moves) for b in blocks])
                told = [block.totals[:, order] for block in blocks]
            else:
                told = [dask.delayed(block_statistics)(b - origin, centers) for b in blocks]
            return new_centers(sum(dask.compute(*told)), centers)

        moves, order = np.zeros(len(centers)), [*range(X.shape[1]), -1, -2]
        for n_iter in range(1, max_iter + 1):
            moved, inertia = sweep(centers, moves)
            moves = np.sqrt(((moved - centers) ** 2).sum(axis=1))
            if moves @ moves <= tol:
                return centers + origin, inertia, n_iter
            centers = moved
        return centers + origin, sweep(centers, moves)[1], max_iter


def labels_of(X: "da.Array | np.ndarray", centers: np.ndarray) -> "da.Array":
    """Return the nearest center of every point, to be computed block by block when asked for.

    Parameters
    ----------
    X : Dask array or NumPy array of shape (n_samples, n_features)
    centers : float array of shape (n_clusters, n_features)

    Returns
    -------
    labels : Dask int array of shape (n_samples,)

    Examples
    --------
    >>> labels_of(np.array([[0.0], [1.0], [9.0]]), np.array([[0.5], [9.5]])).compute()
    array([0, 0, 1])
    """
    X = _blocks_of(X)
    centers = _checked_centers(X, centers)
    return X.map_blocks(assign, centers=centers, drop_axis=1, meta=np.empty(0, dtype=np.intp))


def _finite(X_block: np.ndarray) -> np.ndarray:
    """Return the points of a block as floats, or say that some are none."""
    X_block = np.asarray(X_block, dtype=float)
    # One bad value spoils the whole sum, and a sum is cheaper than a test of every cell.
    if not np.isfinite(X_block.sum()) and not np.isfinite(X_block).all():
        raise ValueError("X contains NaN or infinity; drop or impute these rows first.")
    return X_block


def _blocks_of(X: "da.Array | np.ndarray") -> "da.Array":
    """Return X as a Dask array that is cut between rows only."""
    if not isinstance(X, da.Array):
        X = np.asanyarray(X)
        X = da.from_array(X, chunks=(ROWS_PER_TASK, *X.shape[1:]), name=False)
    if X.ndim != 2 or 0 in X.shape:
        raise ValueError(
            f"X has shape {X.shape}; it must be a table with at least one row and one column."
        )
    return X.rechunk({1: -1})


def _checked_centers(X: "da.Array | np.ndarray", centers: np.ndarray) -> np.ndarray:
    """Return the centers as floats that fit X, or say why they do not."""
    centers = np.asarray(centers, dtype=float)
    if centers.ndim != 2 or centers.shape[1] != X.shape[1] or not len(centers):
        raise ValueError(
            f"centers has shape {centers.shape}; it must be (n_clusters, {X.shape[1]}) as X has "
            f"{X.shape[1]} features."
        )
    if not np.isfinite(centers).all():
        raise ValueError("centers contains NaN or infinity.")
    if len(centers) > X.shape[0]:
        raise ValueError(f"{len(centers)} centers are more than the {X.shape[0]} points of X.")
    return centers


@contextmanager
def _running_on(scheduler: object) -> Iterator[None]:
    """Let Dask work where the caller wants."""
    if isinstance(scheduler, str) and "://" in scheduler:
        from distributed import Client

        with Client(scheduler, set_as_default=False) as client, _running_on(client):
            yield
    elif scheduler is None:
        yield
    elif isinstance(scheduler, str):
        if scheduler not in ("threads", "processes", "synchronous"):
            raise ValueError(
                f"scheduler={scheduler!r} is none of 'threads', 'processes', 'synchronous', and "
                "no address such as 'tcp://host:8786'."
            )
        with dask.config.set(scheduler=scheduler):
            yield
    else:
        with scheduler.as_current(), dask.config.set(scheduler=scheduler):
            yield
