"""Flow charts: boxes on a grid, arrows between them, and the whole chart in words."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Polygon
from matplotlib.textpath import TextPath

from course_lib.drawing import INK, STYLE, Drawing

KINDS = ("step", "question", "end")

# All lengths are points, 1/72 inch, as font sizes are.
FONT, LINE, PAD, GAP = 10.0, 13.5, 9.0, 30.0


class Box(NamedTuple):
    """One box of a chart.

    Parameters
    ----------
    text : str
        What it says; a line break stays a line break.
    column, row : int
        Its place in the grid. Row 0 is on top.
    kind : str, default="step"
        "step" has straight sides, "question" pointed ends, and "end" a thick rim.
    """

    text: str
    column: int
    row: int
    kind: str = "step"


@rc_context(STYLE)
def flowchart(
    boxes: Mapping[str, Box],
    arrows: Sequence[tuple[str, ...]],
    *,
    alt: str,
    title: str | None = None,
) -> Drawing:
    """Draw boxes and arrows.

    Parameters
    ----------
    boxes : mapping of str to Box
    arrows : sequence of tuples of 2 or 3 str
        From which box, to which box, and what is written at the start of the arrow. To a lower
        row an arrow goes down first, then sideways; to a higher one it goes round on the left.
    alt : str
        What the chart says, in words.
    title : str, optional

    Returns
    -------
    drawing : Drawing

    Raises
    ------
    ValueError
        If there is no box, a kind or a box of an arrow is unknown, two boxes share a place, or
        `alt` is empty.

    Examples
    --------
    >>> flowchart({"ask": Box("Done?", 0, 0, "question"), "stop": Box("Stop", 1, 0, "end")},
    ...           [("ask", "stop", "yes")], alt="If it is done, stop.")
    If it is done, stop.
    """
    _check(boxes, arrows)
    width = max(_width(line) for box in boxes.values() for line in box.text.split("\n")) + 4 * PAD
    height = max(box.text.count("\n") + 1 for box in boxes.values()) * LINE + 2 * PAD
    at = {
        name: (box.column * (width + 1.2 * GAP), -box.row * (height + GAP))
        for name, box in boxes.items()
    }
    figure, ax = _canvas(at.values(), width, height)
    for name, box in boxes.items():
        _draw_box(ax, *at[name], box, width, height)
    loops = 0
    for start, end, *label in arrows:
        loops += boxes[end].row < boxes[start].row
        way = _way(at[start], at[end], width, height, loops)
        _draw_arrow(ax, way, label[0] if label else "")
    if title:
        ax.set_title(title, loc="left")
    return Drawing(figure, alt)


def _check(boxes: Mapping[str, Box], arrows: Sequence[tuple[str, ...]]) -> None:
    if not boxes:
        raise ValueError("boxes is empty: a chart needs at least one box")
    for name, box in boxes.items():
        if box.kind not in KINDS:
            raise ValueError(f"box {name!r} has kind {box.kind!r}: choose one of {KINDS}")
    if len({(box.column, box.row) for box in boxes.values()}) < len(boxes):
        raise ValueError("two boxes share a column and a row: give each its own place")
    for start, end, *_ in arrows:
        for name in (start, end):
            if name not in boxes:
                raise ValueError(f"an arrow names {name!r}, which is no box: {list(boxes)}")


def _canvas(places, width: float, height: float) -> tuple[Figure, Axes]:
    """Return axes that cover the figure, with one unit a point."""
    x, y = zip(*places, strict=True)
    left, right = min(x) - width / 2 - GAP, max(x) + width / 2 + PAD
    low, high = min(y) - height / 2 - PAD, max(y) + height / 2 + PAD
    figure = Figure(figsize=((right - left) / 72, (high - low) / 72))
    ax = figure.add_axes((0, 0, 1, 1), xlim=(left, right), ylim=(low, high))
    ax.set_axis_off()
    return figure, ax


def _draw_box(ax: Axes, x: float, y: float, box: Box, width: float, height: float) -> None:
    look = {"facecolor": "none", "edgecolor": INK, "linewidth": 2.4 if box.kind == "end" else 1.1}
    if box.kind == "question":
        half, tip = width / 2, 2 * PAD
        up, down = y + height / 2, y - height / 2
        corners = [(x - half, y), (x - half + tip, up), (x + half - tip, up), (x + half, y)]
        corners += [(x + half - tip, down), (x - half + tip, down)]
        ax.add_patch(Polygon(corners, **look))
    else:
        corner, rim = (x - width / 2, y - height / 2), "round,pad=0,rounding_size=6"
        ax.add_patch(FancyBboxPatch(corner, width, height, boxstyle=rim, **look))
    ax.text(x, y, box.text, ha="center", va="center", fontsize=FONT, linespacing=1.2)


def _way(start: tuple, end: tuple, width: float, height: float, loops: int) -> list[tuple]:
    """Return the corners of an arrow that leaves and meets boxes at right angles."""
    (x0, y0), (x1, y1) = start, end
    if y1 > y0:  # back: round on the left, each loop a little farther out
        x = min(x0, x1) - width / 2 - GAP * (0.25 + 0.35 * loops)
        return [(x0 - width / 2, y0), (x, y0), (x, y1), (x1 - width / 2, y1)]
    side = width / 2 if x1 > x0 else -width / 2
    if y1 == y0:
        return [(x0 + side, y0), (x1 - side, y1)]
    if x1 == x0:
        return [(x0, y0 - height / 2), (x1, y1 + height / 2)]
    return [(x0, y0 - height / 2), (x0, y1), (x1 - side, y1)]


def _draw_arrow(ax: Axes, way: list[tuple], label: str) -> None:
    ax.plot(*zip(*way[:-1], strict=True), color=INK, linewidth=1.1, solid_joinstyle="miter")
    head = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.1, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", xy=way[-1], xytext=way[-2], arrowprops=head)
    (x0, y0), (x1, y1) = way[:2]
    if y1 == y0:
        sideways = 1 if x1 > x0 else -1
        ax.text(x0 + 4 * sideways, y0 + 4, label, ha="left" if sideways > 0 else "right")
    else:
        ax.text(x0 + 5, y0 - 3, label, ha="left", va="top")


def _width(line: str) -> float:
    return TextPath((0, 0), line, size=FONT).get_extents().width if line.strip() else 0.0
