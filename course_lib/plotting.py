"""The figures of the course: one call a figure, and no figure without a text alternative.

A drawing is an SVG that takes the color of the page's text, so it reads in light and in dark mode.
Clusters differ in marker as well as in color, so it also reads in gray.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from course_lib import hierarchy
from course_lib.drawing import INK, STYLE, Drawing, Row

# Every color keeps a contrast of 3:1 or more on white and on the dark page; gray is for noise.
PALETTE = ("#1f78c8", "#d55e00", "#009e73", "#c06090", "#9a7a00", "#8062d6")
# Seven markers against six colors: the pair repeats only after 42 clusters.
MARKERS = ("o", "s", "^", "D", "v", "P", "*")
LINES = ("-", "--", "-.", ":")
NOISE = "#808080"

# Above this many points the markers become one image inside the SVG.
POINTS_AS_SHAPES = 2000


@rc_context(STYLE)
def scatter_clusters(
    X: np.ndarray,
    labels: np.ndarray | None = None,
    centers: np.ndarray | None = None,
    *,
    alt: str,
    title: str | None = None,
    names: Sequence[str] | None = None,
    xlabel: str | None = None,
    ylabel: str | None = None,
) -> Drawing:
    """Draw points, one marker and color a cluster; noise (label -1) is a small gray x.

    Parameters
    ----------
    X : float array of shape (n_samples, 1) or (n_samples, 2)
        A data frame gives its column names to the axes.
    labels : int array of shape (n_samples,), optional
    centers : float array of shape (n_clusters, n_features), optional
        Row j is drawn as a large marker of cluster j.
    alt : str
        What the figure shows, in words.
    title : str, optional
    names : sequence of str, optional
        One name a point, written beside it.
    xlabel, ylabel : str, optional

    Returns
    -------
    drawing : Drawing

    Raises
    ------
    ValueError
        If X has more than two columns, or `labels` or `names` do not fit it, or `alt` is empty.

    Examples
    --------
    >>> X = np.array([[0.0, 0.0], [1.0, 0.0], [9.0, 9.0]])
    >>> scatter_clusters(X, np.array([0, 0, -1]), alt="A pair, and one point far off.")
    A pair, and one point far off.
    """
    columns = getattr(X, "columns", None)
    X = plane(X)
    labels = np.zeros(len(X), dtype=int) if labels is None else np.asarray(labels)
    _same_length("labels", labels, X)
    figure, ax = _panel(title)
    for label in np.unique(labels):
        members = X[labels == label]
        ax.plot(
            *members.T,
            linestyle="none",
            clip_on=False,
            rasterized=len(X) > POINTS_AS_SHAPES,
            **mark(label, _size(len(X))),
        )
    if centers is not None:
        for label, center in enumerate(plane(centers, "centers")):
            look = mark(label, 13.0) | {"markeredgecolor": INK, "markeredgewidth": 1.8}
            ax.plot(*center[:, None], linestyle="none", zorder=4, clip_on=False, **look)
    if names is not None:
        _same_length("names", names, X)
        for name, point in zip(names, X, strict=True):
            ax.annotate(str(name), point, xytext=(6, 6), textcoords="offset points", zorder=5)
    if even(X):
        ax.set_aspect("equal", adjustable="box")
    if columns is not None:
        xlabel, ylabel = xlabel or str(columns[0]), ylabel or str(columns[-1])
    ax.set_xlabel(xlabel or "")
    ax.set_ylabel(ylabel or "")
    if not np.any(X[:, 1]):
        ax.set_yticks([])
    return Drawing(figure, alt)


@rc_context(STYLE)
def curve(
    x: np.ndarray,
    y: np.ndarray | Mapping[str, np.ndarray],
    *,
    alt: str,
    xlabel: str,
    ylabel: str,
    title: str | None = None,
    mark: float | None = None,
) -> Drawing:
    """Draw one line, or several that differ in dash, marker and color.

    Parameters
    ----------
    x : array of shape (n,)
        Whole numbers, such as numbers of clusters, get whole ticks.
    y : array of shape (n,), or mapping of names to such arrays
    alt : str
    xlabel, ylabel : str
    title : str, optional
    mark : float, optional
        A value of x that a dotted line points out.

    Returns
    -------
    drawing : Drawing

    Raises
    ------
    ValueError
        If a line has not as many values as x, or `alt` is empty.

    Examples
    --------
    >>> curve([1, 2, 3], [9.0, 2.0, 1.5], alt="An elbow at two.", xlabel="k", ylabel="inertia",
    ...       mark=2)
    An elbow at two.
    """
    x = np.asarray(x)
    lines = dict(y) if isinstance(y, Mapping) else {"": y}
    figure, ax = _panel(title)
    for number, (name, values) in enumerate(lines.items()):
        _same_length(f"y {name}".rstrip(), values, x)
        ax.plot(
            x,
            np.asarray(values),
            label=name,
            color=PALETTE[number % len(PALETTE)],
            linestyle=LINES[number % len(LINES)],
            marker=MARKERS[number % len(MARKERS)] if len(x) <= 30 else "",
            markersize=6,
        )
    if mark is not None:
        ax.axvline(mark, color=INK, linestyle=(0, (1, 2)), linewidth=1.4, zorder=1)
    if np.issubdtype(x.dtype, np.integer):
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_xlabel(xlabel)
    ax.set_ylabel(ylabel)
    if isinstance(y, Mapping):
        figure.legend(loc="outside upper left", ncols=2, handlelength=3.5)
    return Drawing(figure, alt)


@rc_context(STYLE)
def bars(
    names: Sequence[str],
    values: np.ndarray,
    *,
    alt: str,
    xlabel: str,
    title: str | None = None,
) -> Drawing:
    """Draw one lying bar a name, with its value written at the end.

    Parameters
    ----------
    names : sequence of str
    values : array of shape (n,)
    alt : str
    xlabel : str
        What the values are.
    title : str, optional

    Returns
    -------
    drawing : Drawing

    Raises
    ------
    ValueError
        If there are not as many names as values, or `alt` is empty.

    Examples
    --------
    >>> bars(["loop", "product"], [12.0, 0.5], alt="The product is faster.", xlabel="seconds")
    The product is faster.
    """
    values = np.asarray(values)
    _same_length("names", names, values)
    figure, ax = _panel(title)
    figure.set_figheight(max(figure.get_figheight(), 0.3 * len(values) + 1))
    drawn = ax.barh([str(name) for name in names], values, color=PALETTE[0], height=0.6)
    ax.invert_yaxis()  # the first name on top, as one reads
    ax.bar_label(drawn, fmt="{:.3g}", padding=3)
    ax.margins(x=0.12)
    ax.set_xlabel(xlabel)
    return Drawing(figure, alt)


def side_by_side(*figures: Drawing, alt: str | None = None) -> Row:
    """Put drawings in one row, which wraps on a narrow page.

    Parameters
    ----------
    *figures : Drawing
        Each keeps its own text alternative.
    alt : str, optional
        What the comparison shows.

    Returns
    -------
    row : Row

    Examples
    --------
    >>> one = bars(["a"], [1], alt="One bar.", xlabel="count")
    >>> side_by_side(one, one, alt="The same bar twice.")
    The same bar twice. One bar. One bar.
    """
    return Row(figures, alt)


def mark(label: int, size: float) -> dict:
    """Return how matplotlib shall draw a point of a cluster.

    Parameters
    ----------
    label : int
        The cluster; -1 is noise.
    size : float
        In points.

    Returns
    -------
    look : dict
        Keyword arguments of matplotlib's ``plot``.

    Examples
    --------
    >>> mark(0, 6.0)["marker"], mark(1, 6.0)["marker"], mark(-1, 6.0)["marker"]
    ('o', 's', 'x')
    """
    if label < 0:
        return {"marker": "x", "color": NOISE, "markersize": 0.8 * size}
    return {
        "marker": MARKERS[label % len(MARKERS)],
        "color": PALETTE[label % len(PALETTE)],
        "markersize": size,
        "markeredgewidth": 0.0,
    }


def plane(X: np.ndarray, name: str = "X") -> np.ndarray:
    """Return points of one or two features as points of the plane; a line lies at height zero.

    Parameters
    ----------
    X : float array of shape (n_samples, 1) or (n_samples, 2)
    name : str
        How an error calls the argument.

    Returns
    -------
    points : float array of shape (n_samples, 2)

    Raises
    ------
    ValueError
        If X has another shape.

    Examples
    --------
    >>> plane([[3.0], [4.0]])
    array([[3., 0.], [4., 0.]])
    """
    X = np.asarray(X, dtype=float)
    if X.ndim != 2 or X.shape[1] not in (1, 2):
        raise ValueError(
            f"{name} has shape {X.shape}, but a figure shows one or two features: "
            f"choose them, as in {name}[:, :2]"
        )
    return X if X.shape[1] == 2 else np.column_stack([X, np.zeros(len(X))])


def even(X: np.ndarray) -> bool:
    """Tell whether both axes can have one scale, so that distances in the figure are true.

    Parameters
    ----------
    X : float array of shape (n_samples, 2)

    Returns
    -------
    even : bool
        False where one range is more than three times the other.

    Examples
    --------
    >>> even(np.array([[0.0, 0.0], [2.0, 1.0]])), even(np.array([[0.0, 0.0], [90.0, 1.0]]))
    (True, False)
    """
    ranges = np.ptp(X, axis=0)
    return bool(ranges.max() <= 3 * ranges.min())


def _panel(title: str | None) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(4.8, 3.6), layout="constrained")
    ax = figure.add_subplot()
    ax.margins(0.08)
    if title:
        ax.set_title(title, loc="left")
    return figure, ax


def _size(n_points: int) -> float:
    return 7.0 if n_points <= 50 else 5.0 if n_points <= 500 else 3.5


def _same_length(name: str, values: Sequence, X: Sequence) -> None:
    if len(values) != len(X):
        raise ValueError(f"{name} has {len(values)} entries for {len(X)} points: give one each")


@rc_context(STYLE)
def dendrogram(
    Z: np.ndarray,
    *,
    alt: str,
    names: Sequence[str] | None = None,
    cut: float | None = None,
    title: str | None = None,
) -> Drawing:
    """Draw a tree of clusters: a bracket for each merge, as high as the merge.

    Parameters
    ----------
    Z : float array of shape (n_samples - 1, 4)
        The tree, as `course_lib.hierarchy.linkage` returns it.
    alt : str
        What the figure shows, in words.
    names : sequence of str, optional
        One name a point. Without names, up to 30 points show their row in X.
    cut : float, optional
        A dotted line at this height; below it each cluster has the color and the marker that
        `scatter_clusters` gives to the labels of `course_lib.hierarchy.cut`.
    title : str, optional

    Returns
    -------
    drawing : Drawing

    Raises
    ------
    ValueError
        If Z is not a tree with at least one merge, or `names` do not fit it, or `alt` is empty.

    Examples
    --------
    >>> Z = hierarchy.linkage([[1], [2], [6]], method="single")
    >>> dendrogram(Z, cut=3, names="ABC", alt="A and B merge at 1, with C at 4.")
    A and B merge at 1, with C at 4.
    """
    Z = hierarchy.check_tree(Z)
    n_samples = len(Z) + 1
    if n_samples < 2:
        raise ValueError("Z has no merge: a dendrogram needs at least two points")
    if names is not None:
        _same_length("names", names, range(n_samples))
    children = Z[:, :2].astype(int)
    members = [[point] for point in range(n_samples)]
    for a, b in children:  # a cluster's first leaf is its smallest: the parts never tie
        left, right = sorted((members[a], members[b]))
        members.append(left + right)
    leaves = members[-1]
    x, foot = np.empty(2 * n_samples - 1), np.append(np.zeros(n_samples), Z[:, 2])
    x[leaves] = np.arange(n_samples)
    labels = None if cut is None else hierarchy.cut(Z, height=cut)
    figure, ax = _panel(title)
    for row, (a, b) in enumerate(children):
        top = n_samples + row
        color = INK if cut is None or foot[top] > cut else mark(labels[members[a][0]], 1)["color"]
        ax.plot(x[[a, a, b, b]], foot[[a, top, top, b]], color=color, linewidth=1.4)
        x[top] = (x[a] + x[b]) / 2
    if cut is not None:
        ax.axhline(cut, color=INK, linestyle=(0, (1, 2)), linewidth=1.4)
        for place, point in enumerate(leaves):
            look = mark(labels[point], _size(n_samples))
            ax.plot(place, 0.0, linestyle="none", clip_on=False, zorder=4, **look)
    if names is None and n_samples > 30:
        ax.set_xticks([])
        ax.set_xlabel(f"{n_samples} points")
    else:
        shown = range(n_samples) if names is None else names
        ax.set_xticks(range(n_samples), [str(shown[point]) for point in leaves])
    ax.tick_params(axis="x", length=0, pad=7)
    ax.set_ylim(bottom=0.0)
    ax.set_ylabel("height")
    return Drawing(figure, alt)
