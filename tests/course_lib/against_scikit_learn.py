"""A pytest plugin: scikit-learn's own test files, run on the classes and functions of course_lib.

Loaded with `-p` before scikit-learn's test modules are imported, it puts ours in the place of
theirs. A test that asks for something the course does not teach (sparse input, sample weights,
other metrics, other covariance types) is skipped with that as its reason. What is left must pass.
"""

import functools
import inspect

import pytest
import sklearn.cluster
import sklearn.metrics
import sklearn.metrics.cluster
import sklearn.mixture
from scipy.sparse import issparse

from course_lib import dbscan, gmm, hdbscan, hierarchy, kmeans, metrics, minibatch

ESTIMATORS = {
    sklearn.cluster: [
        kmeans.KMeans,
        minibatch.MiniBatchKMeans,
        hierarchy.AgglomerativeClustering,
        dbscan.DBSCAN,
        hdbscan.HDBSCAN,
    ],
    sklearn.mixture: [gmm.GaussianMixture],
}
FUNCTIONS = {
    sklearn.cluster: [kmeans.kmeans_plusplus, dbscan.dbscan],
    sklearn.metrics.cluster: [
        metrics.silhouette_samples,
        metrics.silhouette_score,
        metrics.davies_bouldin_score,
        metrics.calinski_harabasz_score,
        metrics.contingency_matrix,
        metrics.rand_score,
        metrics.adjusted_rand_score,
        metrics.normalized_mutual_info_score,
    ],
}


# Arguments that ask for what course_lib does anyway, or for how and not for what.
NEUTRAL = {
    "algorithm": ("lloyd", "auto", "full", "brute", "kd_tree", "ball_tree"),
    "compute_distances": (True, False),
    "compute_full_tree": (True, False),
    "copy": (True, False),
    "covariance_type": ("full",),
    "leaf_size": (30, 40),
    "metric": ("euclidean", "minkowski", "l2"),
    "n_jobs": (1, 2, -1),
    "p": (2, 2.0),
    "verbose": (0, False),
}


def not_taught(what: str) -> None:
    """Skip the running test: it is about something that course_lib leaves out on purpose."""
    pytest.skip(f"course_lib has no {what}", allow_module_level=False)


def keep_what_we_have(ours: inspect.Signature, theirs: inspect.Signature, given: dict) -> dict:
    """Drop arguments that we lack and that say what we do anyway; skip the test for others."""
    kept = {}
    for name, value in given.items():
        if name in ours.parameters:
            kept[name] = value
            continue
        default = theirs.parameters[name].default if name in theirs.parameters else None
        plain = value is None or isinstance(value, str | int | float)
        if not plain or (value != default and value not in NEUTRAL.get(name, ())):
            not_taught(f"{name}={value!r}")
    return kept


def adapt_estimator(ours: type, theirs: type) -> type:
    """Subclass ours so that it takes the neutral arguments of theirs."""
    our_signature = inspect.signature(ours.__init__)
    their_signature = inspect.signature(theirs.__init__)

    class Adapted(ours):
        def __init__(self, *args, **given):
            bound = dict(zip(list(their_signature.parameters)[1:], args, strict=False))
            ours.__init__(
                self, **keep_what_we_have(our_signature, their_signature, {**bound, **given})
            )

        def set_params(self, **given):
            return super().set_params(**keep_what_we_have(our_signature, their_signature, given))

    Adapted.__init__.__signature__ = our_signature
    Adapted.__name__ = Adapted.__qualname__ = theirs.__name__
    globals()[theirs.__name__] = Adapted  # where pickle looks for it
    for name in ("fit", "fit_predict", "predict", "partial_fit", "transform", "score"):
        if hasattr(ours, name):
            setattr(Adapted, name, without_sparse(getattr(ours, name)))
    return Adapted


def without_sparse(method):
    """Skip the test where it passes sparse data or sample weights."""

    @functools.wraps(method)
    def checked(*args, **given):
        if any(issparse(value) for value in [*args, *given.values()]):
            not_taught("sparse input")
        if given.pop("sample_weight", None) is not None or (len(args) > 3 and args[3] is not None):
            not_taught("sample weights")
        return method(*args, **given)

    return checked


def adapt_function(ours, theirs):
    """Wrap ours so that it takes the neutral arguments of theirs."""
    ours_plain = without_sparse(ours)
    our_signature = inspect.signature(ours)
    their_signature = inspect.signature(theirs)

    @functools.wraps(ours)
    def adapted(*args, **given):
        return ours_plain(*args, **keep_what_we_have(our_signature, their_signature, given))

    return adapted


def pytest_configure(config: pytest.Config) -> None:
    """Put ours in the place of theirs, in the one process that asked for it with `-p`."""
    for module, estimators in ESTIMATORS.items():
        for ours in estimators:
            setattr(module, ours.__name__, adapt_estimator(ours, getattr(module, ours.__name__)))
    for module, functions in FUNCTIONS.items():
        for ours in functions:
            adapted = adapt_function(ours, getattr(module, ours.__name__))
            setattr(module, ours.__name__, adapted)
            if hasattr(sklearn.metrics, ours.__name__):
                setattr(sklearn.metrics, ours.__name__, adapted)
