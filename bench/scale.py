"""K-Means as map-reduce on Dask threads against scikit-learn's, twenty sweeps from one start."""

from collections.abc import Iterator
from functools import partial

import numpy as np
from sklearn.cluster import KMeans
from sklearn.datasets import make_blobs

from bench.case import Case
from course_lib.scale import kmeans_map_reduce


def fit(X: np.ndarray, centers: np.ndarray) -> KMeans:
    """Let scikit-learn make the same sweeps."""
    return KMeans(len(centers), init=centers, n_init=1, max_iter=20, tol=0).fit(X)


def cases() -> Iterator[Case]:
    """Yield clusters, and points without any, where no visit can be saved in twenty sweeps."""
    blobs = make_blobs(5_000_000, 10, centers=10, cluster_std=3.0, random_state=0)[0]
    cloud = np.random.default_rng(0).normal(size=(2_000_000, 10))
    for name, X, bar in [("blobs", blobs, 1.3), ("one_gaussian", cloud, 2.5)]:
        centers = X[:10].copy()
        yield Case(
            "K-Means map-reduce",
            f"{name} n={len(X):,} d=10 k=10, 20 sweeps",
            partial(kmeans_map_reduce, X, centers, max_iter=20),
            {"scikit-learn": partial(fit, X, centers)},
            bar=bar,
            repeats=2,
        )
