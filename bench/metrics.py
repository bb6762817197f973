"""The scores against scikit-learn's, which are exact too, so only the time differs."""

from collections.abc import Iterator

import numpy as np
from sklearn import metrics as theirs
from sklearn.datasets import make_blobs

from bench.case import Case
from course_lib import metrics as ours


def compared(name: str, data: str, arguments: tuple, bar: float, repeats: int = 3) -> Case:
    """Call the function of this name on both sides."""
    return Case(
        name,
        data,
        lambda: getattr(ours, name)(*arguments),
        {"scikit-learn": lambda: getattr(theirs, name)(*arguments)},
        bar,
        repeats,
    )


def cases() -> Iterator[Case]:
    """Yield internal scores on blobs and external scores on two random labelings."""
    for n_samples, n_features, k, bar in [
        (10_000, 2, 4, 0.45),
        (10_000, 10, 8, 0.45),
        (10_000, 10, 100, 0.45),
        (10_000, 50, 8, 0.45),
    ]:
        X, y = make_blobs(n_samples, n_features, centers=k, cluster_std=3, random_state=0)
        data = f"blobs n={n_samples:,} d={n_features} k={k}"
        yield compared("silhouette_score", data, (X, y), bar)
    for n_samples, n_features, k in [(10**5, 2, 5), (10**5, 10, 100), (10**6, 10, 8)]:
        X, y = make_blobs(n_samples, n_features, centers=k, cluster_std=3, random_state=0)
        data = f"blobs n={n_samples:,} d={n_features} k={k}"
        yield compared("davies_bouldin_score", data, (X, y), 0.4, repeats=5)
        yield compared("calinski_harabasz_score", data, (X, y), 0.4, repeats=5)
    rng = np.random.default_rng(0)
    for n_samples, k in [(10**5, 10), (10**6, 10), (10**6, 1000)]:
        labelings = rng.integers(k, size=n_samples), rng.integers(k + 2, size=n_samples)
        data = f"random n={n_samples:,} k={k:,} and {k + 2:,}"
        yield compared("adjusted_rand_score", data, labelings, 0.4)
        yield compared("normalized_mutual_info_score", data, labelings, 0.4)
