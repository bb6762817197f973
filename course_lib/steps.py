"""The runs of the algorithms as figures that a reader steps through.

Each function here takes the steps that an algorithm yields and turns them into frames, with what
happened in words. `course_lib.frames` draws them.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from course_lib.dbscan import spread_steps
from course_lib.frames import UNSEEN, Frame, Mark, Steps
from course_lib.hierarchy import check_tree
from course_lib.plotting import plane


def kmeans_steps(
    X: np.ndarray, steps: Iterable, *, title: str, names: Sequence[str] | None = None
) -> Steps:
    """Trace K-Means: the start, then one frame for each assignment and each update.

    Parameters
    ----------
    X : float array of shape (n_samples, 1) or (n_samples, 2)
    steps : iterable of steps with the fields name, labels, centers and inertia
        What `course_lib.kmeans.lloyd_steps` yields.
    title : str
    names : sequence of str, optional
        One name a point. The captions then say which points are together.

    Returns
    -------
    figure : Steps

    Raises
    ------
    ValueError
        If there are no steps, or they do not fit X.
    """
    frames, before, rounds = [], None, 0
    for step in steps:
        if before is None:
            start = f"Start: {len(step.centers)} centers, and no point belongs to one yet."
            frames.append(Frame(start, np.full(len(X), UNSEEN), _centers(step.centers)))
        if step.name == "assign":
            rounds += 1
            said = f"Round {rounds}, assign: each point joins its nearest center."
            if rounds > 1:
                moved = int(np.sum(step.labels != before.labels))
                said += f" {_counted(moved, 'point')} changed cluster."
            if names is not None:
                said += f" Together: {_groups(step.labels, names)}."
            trail = ()
        else:
            said = f"Round {rounds}, update: each center moves to the mean of its points."
            trail = tuple(
                Mark("line", np.array([old, new]))
                for old, new in zip(before.centers, step.centers, strict=True)
            )
        said += f" Inertia {step.inertia:.4g}."
        frames.append(Frame(said, np.array(step.labels), (*trail, *_centers(step.centers))))
        before = step
    return Steps(X, frames, title=title, names=names)


def _centers(centers: np.ndarray) -> tuple[Mark, ...]:
    return tuple(Mark("center", center[None, :], j) for j, center in enumerate(np.array(centers)))


def _counted(number: int, noun: str) -> str:
    return f"{number or 'No'} {noun}{'' if number == 1 else 's'}"


def _groups(labels: np.ndarray, names: Sequence[str]) -> str:
    """Say who is with whom, in the order of the points, without naming a cluster's number."""
    order = dict.fromkeys(labels.tolist())
    groups = ([n for n, own in zip(names, labels, strict=True) if own == k] for k in order)
    return "; ".join(" ".join(map(str, group)) for group in groups)


def linkage_steps(
    X: np.ndarray, Z: np.ndarray, *, title: str, names: Sequence[str] | None = None
) -> Steps:
    """Trace agglomerative clustering: every point alone, then one frame for each merge.

    Parameters
    ----------
    X : float array of shape (n_samples, 1) or (n_samples, 2)
        Over points on a line the tree itself grows. In the plane a line joins the means of the two
        clusters that merge.
    Z : float array of shape (n_samples - 1, 4)
        The tree of these points, as `course_lib.hierarchy.linkage` returns it.
    title : str
    names : sequence of str, optional
        One name a point. The captions then say which points merge.

    Returns
    -------
    figure : Steps

    Raises
    ------
    ValueError
        If Z is not a tree of the points in X.

    Examples
    --------
    >>> Z = [[0, 1, 1, 2], [2, 3, 4, 3]]
    >>> linkage_steps([[1], [2], [6]], Z, title="Three points", names="ABC")
    Three points: 3 steps
    1. Start: 3 points, each a cluster of its own.
    2. Merge 1, at height 1: A with B. 2 clusters are left.
    3. Merge 2, at height 4: A B with C. 1 cluster is left.
    """
    on_a_line = np.ndim(X) == 2 and np.shape(X)[1] == 1
    points, Z = plane(X), check_tree(Z)
    if len(points) != len(Z) + 1:
        raise ValueError(f"X has {len(points)} points, but Z is a tree of {len(Z) + 1}")
    if names is not None and len(names) != len(points):
        raise ValueError(f"names has {len(names)} entries for {len(points)} points")
    labels, brackets = np.full(len(points), UNSEEN), []
    members, place = [[i] for i in range(len(points))], list(points)
    start = f"Start: {_counted(len(points), 'point')}, each a cluster of its own."
    frames = [Frame(start, labels.copy())]
    for row, (*pair, height, _) in enumerate(Z):
        a, b = sorted((int(cluster) for cluster in pair), key=lambda c: members[c][0])
        union = members[a] + members[b]
        # A union keeps the first look of its parts; two single points take one that is free.
        old = [label for label in labels[union].tolist() if label != UNSEEN]
        labels[union] = min(old or set(range(len(points))) - set(labels.tolist()))
        if on_a_line:
            (left, low), (right, lower) = place[a], place[b]
            way = [[left, low], [left, height], [right, height], [right, lower]]
            brackets.append(Mark("line", np.array(way)))
            place.append(np.array([(left + right) / 2, height]))
            marks = tuple(brackets)
        else:
            marks = (Mark("line", np.array([points[members[c]].mean(axis=0) for c in (a, b)])),)
        rest = len(Z) - row
        said = f"Merge {row + 1}, at height {height:.4g}: {_who(members[a], names)} with "
        said += f"{_who(members[b], names)}. {_counted(rest, 'cluster')} "
        said += "is left." if rest == 1 else "are left."
        frames.append(Frame(said, labels.copy(), marks))
        members.append(union)
    return Steps(X, frames, title=title, names=names)


def _who(points: Sequence[int], names: Sequence[str] | None) -> str:
    if names is not None:
        return " ".join(str(names[point]) for point in sorted(points))
    return "a single point" if len(points) == 1 else f"a cluster of {len(points)}"


def dbscan_steps(
    X: np.ndarray,
    eps: float,
    min_samples: int,
    *,
    title: str,
    names: Sequence[str] | None = None,
) -> Steps:
    """Trace DBSCAN: the start, then one frame for each visit to a point, then the result.

    A point not reached yet is hollow, noise is a cross, and each cluster has its marker: large for
    points known to be core, small for the others. A ring of radius eps is around the visited one.

    Parameters
    ----------
    X : float array of shape (n_samples, 1) or (n_samples, 2)
    eps : float
    min_samples : int
    title : str
    names : sequence of str, optional
        One name a point; without it, points are called by their rows.

    Returns
    -------
    figure : Steps

    Raises
    ------
    ValueError
        If the run or the figure refuses X, eps, min_samples or names.
    """
    X = np.asarray(X, dtype=float)
    called = [f"Row {i}" for i in range(len(X))] if names is None else list(map(str, names))
    unit = np.column_stack([f(np.linspace(0, 2 * np.pi, 49)) for f in (np.cos, np.sin)])
    said = (
        f"Start: no point is visited yet. Core means {min_samples} points or more within {eps:g}"
    )
    frames = [Frame(f"{said}, itself among them.", np.full(len(X), UNSEEN))]
    shown, core = np.full(len(X), UNSEEN), np.zeros(len(X), dtype=bool)
    for point, labels in spread_steps(X, eps, min_samples):
        near = ((X - X[point]) ** 2).sum(axis=1) <= eps**2
        core[point] = near.sum() >= min_samples
        fresh = (labels >= 0) & (shown < 0)
        begins = core[point] and fresh[point]
        fresh[point] = False
        shown = np.where(labels >= 0, labels, shown)
        shown[point] = labels[point]
        said = f"{called[point]}: {_counted(int(near.sum()), 'point')} within {eps:g}, "
        if core[point]:
            said += "so core. It begins a cluster. " if begins else "so core. "
            joined = " ".join(called[i] for i in np.flatnonzero(fresh))
            said += f"Joined: {joined}." if joined else "Nobody new."
        elif labels[point] >= 0:
            said += "so a border point: it belongs, but does not spread."
        else:
            said += "so not core: noise, unless a cluster reaches it later."
        ring = Mark("line", plane(X)[point] + eps * unit, labels[point])
        frames.append(Frame(said, shown.copy(), (ring, *_large(X, labels, core))))
    parts = [core.sum(), np.sum(~core & (labels >= 0)), np.sum(labels < 0)]
    said = "Done: {}, with {} core, {} border and {} noise.".format(
        _counted(int(labels.max()) + 1, "cluster"), *parts
    )
    frames.append(Frame(said, labels.copy(), _large(X, labels, core)))
    return Steps(X, frames, title=title, names=names)


def _large(X: np.ndarray, labels: np.ndarray, core: np.ndarray) -> tuple[Mark, ...]:
    return tuple(Mark("center", X[core & (labels == j)], j) for j in np.unique(labels[core]))


SHARED = 0.9  # a point with a smaller largest share is drawn as shared


def em_steps_figure(X: np.ndarray, steps: Iterable, *, title: str) -> Steps:
    """Trace EM: the start, then one frame for each pair of an M-step and an E-step.

    Each component is a center with the ellipse of all places two standard deviations away; on
    a line it is a segment. A point that no component owns to 90 % is hollow.

    Parameters
    ----------
    X : float array of shape (n_samples, 1) or (n_samples, 2)
    steps : iterable of steps with the fields means, covariances, responsibilities, log_likelihood
        What `course_lib.gmm.em_steps` yields.
    title : str

    Returns
    -------
    figure : Steps

    Raises
    ------
    ValueError
        If there are no steps, or they do not fit X.

    Examples
    --------
    >>> from course_lib.gmm import em_steps
    >>> X = np.array([[0.0], [1.0], [4.0], [5.0]])
    >>> steps = em_steps(X, [0.5, 0.5], [[2.0], [3.0]], np.ones((2, 1, 1)), max_iter=1)
    >>> em_steps_figure(X, steps, title="Four points")
    Four points: 2 steps
    1. Start: 2 components. 2 points are shared. Log-likelihood -10.89.
    2. Step 1: an M-step, then an E-step. No points are shared. Log-likelihood -8.01.
    """
    angle = np.linspace(0, 2 * np.pi, 41)
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    unit = circle if np.shape(X)[1] == 2 else np.array([[-1.0], [1.0]])
    frames = []
    for number, step in enumerate(steps):
        said = f"Step {number}: an M-step, then an E-step."
        if number == 0:
            said = f"Start: {_counted(len(step.means), 'component')}."
        shared = step.responsibilities.max(axis=1) < SHARED
        said += f" {_counted(int(shared.sum()), 'point')} {'is' if shared.sum() == 1 else 'are'} "
        said += f"shared. Log-likelihood {step.log_likelihood:.2f}."
        outlines = tuple(
            Mark("line", mean + 2 * unit @ np.linalg.cholesky(covariance).T, j)
            for j, (mean, covariance) in enumerate(zip(step.means, step.covariances, strict=True))
        )
        labels = np.where(shared, UNSEEN, step.responsibilities.argmax(axis=1))
        frames.append(Frame(said, labels, (*outlines, *_centers(step.means))))
    return Steps(X, frames, title=title)
