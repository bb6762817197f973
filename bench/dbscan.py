"""DBSCAN against scikit-learn."""

from collections.abc import Iterator

import numpy as np
from sklearn.cluster import DBSCAN as Authority
from sklearn.datasets import make_blobs

from bench.case import Case
from course_lib.dbscan import DBSCAN, k_distances

# Points, features, neighbors that half of the points have within eps.
SIZES = [
    (10_000, 2, 20),
    (100_000, 2, 10),
    (100_000, 2, 80),
    (300_000, 2, 20),
    (100_000, 3, 40),
    (50_000, 5, 40),
    (20_000, 10, 40),
    (20_000, 10, 80),
]


def cases() -> Iterator[Case]:
    """Yield blobs of growing size and dimension, then the crowds that fill the memory."""
    for n, d, neighbors in SIZES:
        X = make_blobs(n, d, centers=10, random_state=0)[0]
        eps = _eps(X, neighbors)
        yield _case(f"blobs n={n:,} d={d} nb={neighbors}", X, eps, bar=0.5)
    X = make_blobs(10_000, 30, centers=10, random_state=0)[0]
    yield _case("blobs n=10,000 d=30 nb=40", X, _eps(X, 40), bar=1.0)
    yield _case("equal points n=5,000", np.zeros((5_000, 2)), 0.5, bar=1.5)
    X = np.random.default_rng(0).normal(size=(10_000, 2))
    yield _case("eps covers all n=10,000", X, 50.0, bar=1.0)
    rng = np.random.default_rng(0)
    hub = np.vstack([rng.normal(size=(5_000, 2)) * 1e-3, rng.uniform(-300, 300, (50_000, 2))])
    yield _case("a hub of 5,000 in n=55,000", hub, 0.5, bar=3.0)


def _case(data: str, X: np.ndarray, eps: float, bar: float) -> Case:
    return Case(
        "DBSCAN",
        data,
        lambda: DBSCAN(eps=eps, min_samples=5).fit(X),
        {"scikit-learn": lambda: Authority(eps=eps, min_samples=5).fit(X)},
        bar,
    )


def _eps(X: np.ndarray, neighbors: int) -> float:
    """Return the radius within which half of the points have so many neighbors."""
    return float(np.median(k_distances(X, neighbors)))
