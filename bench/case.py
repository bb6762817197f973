"""What one benchmark case is, and how it is timed fairly."""

import time
import tracemalloc
from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Case(NamedTuple):
    """One comparison: our function against the authority's, on the same data."""

    algorithm: str  # as the course names it: "KMeans", "Ward", "silhouette"
    data: str  # "blobs n=100,000 d=10 k=10"
    ours: Callable[[], object]
    theirs: dict[str, Callable[[], object]]  # "scikit-learn" first: ratios are to the first
    bar: float  # the largest ratio ours / first of theirs that we accept
    mean_bar: float | None = None  # and for the geometric mean over the algorithm's cases
    repeats: int = 3


def cpu_seconds(function: Callable[[], object]) -> float:
    """CPU time of one call. Neighbors on the machine disturb it less than wall time."""
    start = time.process_time()
    function()
    return time.process_time() - start


def compare(case: Case) -> dict:
    """Time all sides in turn, A B A B, and keep the best run of each."""
    sides = {"course_lib": case.ours, **case.theirs}
    for function in sides.values():  # the first call pays for imports and caches
        function()
    times = {name: [] for name in sides}
    for _ in range(case.repeats):
        for name, function in sides.items():
            times[name].append(cpu_seconds(function))
    best = {name: float(np.min(values)) for name, values in times.items()}
    reference = next(iter(case.theirs))
    return {
        "algorithm": case.algorithm,
        "data": case.data,
        "seconds": best,
        "reference": reference,
        "ratio": best["course_lib"] / best[reference],
        "bar": case.bar,
        "mean_bar": case.mean_bar,
        "peak_mb": {name: peak_megabytes(function) for name, function in sides.items()},
    }


def peak_megabytes(function: Callable[[], object]) -> float:
    """Return the peak memory of one call above what was held before it, as NumPy reports it."""
    tracemalloc.start()
    function()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6
