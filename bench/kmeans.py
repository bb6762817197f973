"""K-Means and its mini-batch kin against scikit-learn's, from the same seed: the same labels."""

from collections.abc import Iterator

import numpy as np
from sklearn import cluster as theirs
from sklearn.datasets import make_blobs

from bench.case import Case
from course_lib import kmeans as ours


def blobs(n_samples: int, n_features: int, k: int) -> np.ndarray:
    """Overlapping groups: a handful of sweeps."""
    return make_blobs(n_samples, n_features, centers=k, cluster_std=2.0, random_state=1)[0]


def one_gaussian(n_samples: int, n_features: int, k: int) -> np.ndarray:
    """No groups at all: many sweeps in which few points move."""
    return np.random.default_rng(0).normal(size=(n_samples, n_features))


def compared(name: str, make, n_samples: int, n_features: int, k: int, bar: float) -> Case:
    """Fit the class of this name on both sides, on data made once."""
    X = make(n_samples, n_features, k)

    def fit(library):
        return getattr(library, name)(k, random_state=0).fit(X)

    return Case(
        name,
        f"{make.__name__} n={n_samples:,} d={n_features} k={k}",
        lambda: fit(ours),
        {"scikit-learn": lambda: fit(theirs)},
        bar,
        mean_bar=1.0,
        repeats=7 if n_samples < 50_000 else 3,
    )


def cases() -> Iterator[Case]:
    """Yield fits on few and many points, few and many features, short and long runs."""
    for n_samples, n_features, k in [
        (10_000, 2, 5),
        (10_000, 10, 10),
        (10_000, 50, 10),
        (100_000, 2, 5),
        (100_000, 10, 10),
        (100_000, 50, 10),
        (300_000, 10, 10),
        (1_000_000, 2, 5),
    ]:
        yield compared("KMeans", blobs, n_samples, n_features, k, bar=1.3)
    for n_samples, n_features, k in [
        (10_000, 2, 8),
        (30_000, 50, 8),
        (100_000, 10, 8),
        (100_000, 2, 20),
    ]:
        yield compared("KMeans", one_gaussian, n_samples, n_features, k, bar=1.3)
    for n_samples, n_features, k in [
        (10_000, 2, 5),
        (10_000, 50, 10),
        (100_000, 10, 10),
        (100_000, 50, 20),
        (1_000_000, 2, 5),
    ]:
        yield compared("MiniBatchKMeans", blobs, n_samples, n_features, k, bar=1.3)
