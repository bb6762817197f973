"""The trees against scikit-learn, SciPy and fastcluster, and the worst cases of Ward rounds."""

from collections.abc import Iterator

import fastcluster
import numpy as np
import scipy.cluster.hierarchy
from sklearn.cluster import AgglomerativeClustering
from sklearn.datasets import make_blobs

from bench.case import Case
from course_lib import hierarchy


def compared(X: np.ndarray, method: str, algorithm: str, data: str, bar: float) -> Case:
    """Put all four libraries on one data set; ours and scikit-learn's also cut the tree."""
    theirs = AgglomerativeClustering(n_clusters=10, linkage=method)
    ours = hierarchy.AgglomerativeClustering(n_clusters=10, linkage=method)
    return Case(
        algorithm,
        data,
        lambda: ours.fit(X),
        {
            "scikit-learn": lambda: theirs.fit(X),
            "SciPy": lambda: scipy.cluster.hierarchy.linkage(X, method),
            "fastcluster": lambda: fastcluster.linkage(X, method),
        },
        bar,
        repeats=2,
    )


def cases() -> Iterator[Case]:
    """Yield Ward at four sizes, the other linkages at one, and data made to hurt the rounds."""
    for n_samples, n_features, bar in [
        (2000, 2, 0.9),
        (2000, 10, 0.9),
        (5000, 2, 0.35),
        (5000, 10, 0.35),
        (10_000, 2, 0.2),
        (10_000, 10, 0.2),
    ]:
        X, _ = make_blobs(n_samples, n_features, centers=10, random_state=0)
        yield compared(X, "ward", "Ward", f"blobs n={n_samples:,} d={n_features}", bar)
    for method, bar in [("single", 1.7), ("complete", 1.1), ("average", 1.1)]:
        for n_features in (2, 10):
            X, _ = make_blobs(5000, n_features, centers=10, random_state=0)
            yield compared(X, method, method, f"blobs n=5,000 d={n_features}", bar)
    # One merge a round: the rounds lose their advantage, and must stay O(n^2 d) all the same.
    hub = np.vstack([np.zeros(600), np.diag(1 + np.arange(600) / 1000)])
    yield compared(hub, "ward", "Ward, worst case", "hub in 600 dimensions", 40.0)
    line = 2.0 ** np.arange(500)[:, np.newaxis]
    yield compared(line, "ward", "Ward, worst case", "line 1, 2, 4, ..., 2**499", 80.0)
