"""K-Means as map-reduce on Dask threads against scikit-learn's, twenty sweeps from one start."""

from collections.abc import Iterator

import numpy as np
from sklearn.cluster import KMeans

from bench.case import Case
from course_lib.scale import kmeans_map_reduce


def cases() -> Iterator[Case]:
    """Yield points without clusters, so that neither side stops early."""
    X = np.random.default_rng(0).normal(size=(2_000_000, 10))
    centers = X[:10].copy()
    yield Case(
        "K-Means map-reduce",
        "n=2,000,000 d=10 k=10, 20 sweeps",
        lambda: kmeans_map_reduce(X, centers, max_iter=20),
        {
            "scikit-learn": lambda: KMeans(
                len(centers), init=centers, n_init=1, max_iter=20, tol=0
            ).fit(X)
        },
        bar=1.3,
        repeats=2,
    )
