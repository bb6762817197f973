"""Has the world left the model behind? Compare the customers of today with those of the reference.

Two questions, two kinds of number. *Is there a change at all?* is answered by tests, which share
one error level. *How large is it?* is answered by the stability index and by distances.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist
from scipy.stats import fisher_exact, ks_2samp
from sklearn.utils import check_array

WATCH, ACT = 0.10, 0.25  # a rule of thumb of the banks, see population_stability_index


def population_stability_index(
    expected_shares: np.ndarray, observed_shares: np.ndarray, floor: float = 1e-4
) -> float:
    """Measure how far the shares of the same groups have moved.

    Parameters
    ----------
    expected_shares, observed_shares : float arrays of shape (n_groups,)
        The share of each group before and now. Each array sums to 1.
    floor : float
        A share below it counts as it, so that an empty group does not give infinity.

    Returns
    -------
    index : float
        Never negative, and 0 only for equal shares.

    Raises
    ------
    ValueError
        If the arrays do not name the same number of groups, or are no shares.

    Notes
    -----
    The sum of (now - before) ln(now / before): both factors have the same sign in every group.
    Banks often read it as below 0.1 quiet, above 0.25 act, whatever the number of rows [1]_. But
    without any change it is about (n_groups - 1) (1 / n_before + 1 / n_now) on average.

    References
    ----------
    .. [1] B. Yurdakul, Statistical properties of population stability index, dissertation,
       Western Michigan University, 2018.

    Examples
    --------
    >>> round(population_stability_index([0.25, 0.25, 0.25, 0.25], [0.35, 0.25, 0.25, 0.15]), 3)
    0.085
    """
    before = _shares(expected_shares, "expected_shares")
    now = _shares(observed_shares, "observed_shares")
    if len(before) != len(now):
        raise ValueError(
            f"expected_shares has {len(before)} groups and observed_shares {len(now)}: give both "
            "the same groups in the same order, with 0 for an empty one."
        )
    before, now = np.maximum(before, floor), np.maximum(now, floor)
    return float(np.sum((now - before) * np.log(now / before)))


def _shares(shares: np.ndarray, name: str) -> np.ndarray:
    shares = check_array(shares, ensure_2d=False, dtype=float, input_name=name)
    if shares.ndim != 1 or shares.min() < 0 or not np.isclose(shares.sum(), 1):
        raise ValueError(
            f"{name} is {shares}: it needs one share a group, none negative, that sum to 1. "
            "Divide the counts by their sum."
        )
    return shares


def share_shift(
    reference_labels: np.ndarray, window_labels: np.ndarray, n_clusters: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Compare the share of each cluster in two sets of labels of one and the same model.

    Parameters
    ----------
    reference_labels, window_labels : int arrays of shape (n_reference,) and (n_window,)
        Values 0 to n_clusters - 1.
    n_clusters : int

    Returns
    -------
    before, now : float arrays of shape (n_clusters,)
        Shares.
    p_values : float array of shape (n_clusters,)
        Fisher's exact test of each cluster against the rest: small where the share has moved.

    Raises
    ------
    ValueError
        If a label is none of the n_clusters, or there are no labels.

    Examples
    --------
    >>> before, now, p_values = share_shift([0] * 30 + [1] * 30, [0] * 45 + [1] * 15, 2)
    >>> before, now, p_values.round(3)
    (array([0.5, 0.5]), array([0.75, 0.25]), array([0.008, 0.008]))
    """
    old = _counts(reference_labels, n_clusters, "reference_labels")
    new = _counts(window_labels, n_clusters, "window_labels")
    n_old, n_new = old.sum(), new.sum()
    p_values = [
        fisher_exact([[a, n_old - a], [b, n_new - b]]).pvalue
        for a, b in zip(old, new, strict=True)
    ]
    return old / n_old, new / n_new, np.array(p_values, dtype=float)


def _counts(labels: np.ndarray, n_clusters: int, name: str) -> np.ndarray:
    labels = np.asarray(labels)
    if labels.ndim != 1 or not len(labels) or labels.dtype.kind not in "iu":
        raise ValueError(f"{name} must be a list of whole numbers, one a row, and not empty.")
    if labels.min() < 0 or labels.max() >= n_clusters:
        raise ValueError(
            f"{name} runs from {labels.min()} to {labels.max()}, but n_clusters={n_clusters} "
            f"allows 0 to {n_clusters - 1}: label both sets with the same model."
        )
    return np.bincount(labels, minlength=n_clusters)


def matched_displacement(
    centers_before: np.ndarray, centers_after: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Pair the centers of two fits one to one, and measure how far each has moved.

    Parameters
    ----------
    centers_before, centers_after : float arrays of shape (n_clusters, n_features)
        In the same units: two fits with a scaler of their own each do not have them.

    Returns
    -------
    distances : float array of shape (n_clusters,)
        How far each center of `centers_before` has moved, in the units given.
    partners : int array of shape (n_clusters,)
        The row of `centers_after` that continues it. The sum of the distances is the smallest
        that any pairing has.

    Raises
    ------
    ValueError
        If the two arrays do not have the same shape.

    Examples
    --------
    >>> matched_displacement([[0.0, 0.0], [9.0, 0.0]], [[9.0, 1.0], [0.0, 0.0]])
    (array([0., 1.]), array([1, 0]))
    """
    before = check_array(centers_before, dtype=float, input_name="centers_before")
    after = check_array(centers_after, dtype=float, input_name="centers_after")
    if before.shape != after.shape:
        raise ValueError(
            f"centers_before has shape {before.shape} and centers_after {after.shape}: "
            "only fits with the same features and the same number of clusters can be paired."
        )
    distances = cdist(before, after)
    rows, partners = linear_sum_assignment(distances)
    return distances[rows, partners], partners


def feature_drift(reference: np.ndarray, window: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Compare each feature of two tables by the test of Kolmogorov and Smirnov.

    Parameters
    ----------
    reference, window : float arrays of shape (n_reference, n_features), (n_window, n_features)

    Returns
    -------
    gaps : float array of shape (n_features,)
        The largest difference of the two shares of rows up to some value, from 0 to 1.
    p_values : float array of shape (n_features,)
        The chance of such a gap or a larger one while nothing has changed. Ties make them larger,
        not smaller.

    Raises
    ------
    ValueError
        If the tables do not have the same features, or hold what is no finite number.

    Examples
    --------
    >>> gaps, p_values = feature_drift([[1.0], [2.0], [3.0], [4.0]], [[3.0], [4.0], [5.0], [6.0]])
    >>> gaps
    array([0.5])
    """
    reference, window = _tables(reference, window)
    tests = [ks_2samp(a, b, method="asymp") for a, b in zip(reference.T, window.T, strict=True)]
    return np.array([t.statistic for t in tests]), np.array([t.pvalue for t in tests])


def _tables(reference: Any, window: Any) -> tuple[np.ndarray, np.ndarray]:
    names = [getattr(table, "columns", None) for table in (reference, window)]
    if names[0] is not None and names[1] is not None and list(names[0]) != list(names[1]):
        raise ValueError(
            f"reference has the columns {list(names[0])} and window {list(names[1])}: "
            "give both the same columns in the same order."
        )
    reference = check_array(reference, dtype=float, input_name="reference")
    window = check_array(window, dtype=float, input_name="window")
    if reference.shape[1] != window.shape[1]:
        raise ValueError(
            f"reference has {reference.shape[1]} features and window {window.shape[1]}: "
            "give both the same features in the same order."
        )
    return reference, window


def drift_report(
    reference: np.ndarray,
    window: np.ndarray,
    model: Any = None,
    *,
    segment_names: Sequence[str] | None = None,
    error_level: float = 0.001,
) -> dict:
    """Say what has moved between a reference and a window of new rows, and whether to raise alarm.

    Parameters
    ----------
    reference : array or DataFrame of shape (n_reference, n_features)
        Rows from the time of training that the model was not fitted to: its own rows lie a little
        nearer to the centers than any others.
    window : array or DataFrame of shape (n_window, n_features)
        New rows, independent of each other: each customer once.
    model : fitted estimator, optional
        `transform` gives the distances to all centers, as a K-Means or a pipeline of a scaler and
        a K-Means does. With it, the segments and the distances are watched, too.
    segment_names : sequence of str, optional
        One name a cluster of the model, in the order of its ids.
    error_level : float
        The largest chance of any alarm at all while nothing has changed.

    Returns
    -------
    report : dict
        `features`, `segments` and `distance` with sizes and p-values; `psi` of the segments and
        its `level` by the rule of thumb; `threshold` for each p-value; `alarms`, the names of
        what fell below it; `alarm`, whether there is any.

    Raises
    ------
    ValueError
        If the tables or the names do not fit, or error_level is not between 0 and 1.

    Notes
    -----
    Bonferroni's bound: among m tests that each err with probability at most error_level / m, any
    error at all has probability at most error_level, however the tests depend on each other.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> before, same = rng.normal(size=(500, 3)), rng.normal(size=(200, 3))
    >>> drift_report(before, same)["alarm"]
    False
    >>> drift_report(before, same + [0, 1, 0])["alarms"]
    ['feature 1']
    """
    if not 0 < error_level < 1:
        raise ValueError(f"error_level={error_level} must lie between 0 and 1, such as 0.001.")
    gaps, p_values = feature_drift(reference, window)
    names = [str(c) for c in getattr(reference, "columns", [])]
    names = names or [f"feature {j}" for j in range(len(gaps))]
    report = {
        "n_reference": len(reference),
        "n_window": len(window),
        "features": _table(names, gap=gaps, p_value=p_values),
    }
    tested = dict(zip(names, p_values.tolist(), strict=True))
    if model is not None:
        segments, distance = _by_model(reference, window, model, segment_names)
        report |= segments | {"distance": distance}
        tested |= {name: row["p_value"] for name, row in report["segments"].items()}
        tested["distance to the center"] = distance["p_value"]
    threshold = error_level / len(tested)
    alarms = [name for name, p_value in tested.items() if p_value <= threshold]
    return report | {"threshold": threshold, "alarms": alarms, "alarm": bool(alarms)}


def _by_model(
    reference: Any, window: Any, model: Any, names: Sequence[str] | None
) -> tuple[dict, dict]:
    """Compare what one fitted model says of two tables."""
    old, new = model.transform(reference), model.transform(window)
    before, now, p_values = share_shift(old.argmin(axis=1), new.argmin(axis=1), old.shape[1])
    names = [f"segment {j}" for j in range(len(now))] if names is None else list(names)
    if len(set(names)) != len(now):
        raise ValueError(
            f"segment_names is {names}: the model has {len(now)} clusters and needs a different "
            "name for each."
        )
    psi = population_stability_index(before, now)
    level = "quiet" if psi < WATCH else "watch" if psi < ACT else "act"
    segments = _table(names, before=before, now=now, p_value=p_values)
    old, new = old.min(axis=1), new.min(axis=1)
    distance = {"before": float(old.mean()), "now": float(new.mean())}
    distance["p_value"] = float(feature_drift(old[:, None], new[:, None])[1][0])
    return {"segments": segments, "psi": psi, "level": level}, distance


def _table(names: list[str], **columns: np.ndarray) -> dict[str, dict[str, float]]:
    rows = zip(*(column.tolist() for column in columns.values()), strict=True)
    return {
        name: dict(zip(columns, row, strict=True)) for name, row in zip(names, rows, strict=True)
    }
