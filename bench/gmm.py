"""Gaussian mixtures: the whole fit, K-Means start included, against scikit-learn's."""

from collections.abc import Iterator
from functools import partial

import numpy as np
from sklearn import mixture

from bench.case import Case
from course_lib.gmm import GaussianMixture


def ellipses(n_samples: int, n_features: int, n_components: int, apart: float) -> np.ndarray:
    """Draw equal numbers from components of random shapes, centers about `apart` from zero."""
    rng = np.random.default_rng(0)
    size = n_samples // n_components
    parts = []
    for _ in range(n_components):
        shape = np.eye(n_features) + 0.5 * rng.normal(size=(n_features, n_features))
        center = rng.normal(size=n_features) * apart / np.sqrt(n_features)
        parts.append(rng.normal(size=(size, n_features)) @ shape + center)
    return np.vstack(parts)


def fit(estimator: type, X: np.ndarray, n_components: int) -> object:
    """Fit with twenty sweeps at most, so that a case does not take minutes."""
    return estimator(n_components, max_iter=20, random_state=0).fit(X)


def cases() -> Iterator[Case]:
    """Yield overlapping components, where EM has work to do, and two sets where K-Means did it."""
    for n_samples, n_features, n_components, apart in [
        (10_000, 2, 3, 3.0),
        (10_000, 2, 10, 5.0),
        (10_000, 10, 3, 3.0),
        (10_000, 10, 10, 5.0),
        (10_000, 50, 3, 5.0),
        (10_000, 50, 10, 5.0),
        (100_000, 2, 10, 5.0),
        (100_000, 10, 3, 3.0),
        (100_000, 10, 10, 5.0),
        (10_000, 10, 10, 60.0),
        (100_000, 2, 3, 30.0),
    ]:
        X = ellipses(n_samples, n_features, n_components, apart)
        yield Case(
            "GaussianMixture",
            f"n={n_samples:,} d={n_features} k={n_components} apart={apart:.0f}",
            partial(fit, GaussianMixture, X, n_components),
            {"scikit-learn": partial(fit, mixture.GaussianMixture, X, n_components)},
            bar=0.6,
            mean_bar=0.4,
            repeats=2,
        )
