"""Figures that a reader steps through, drawn from the algorithm's own run.

A frame says in words what happened and shows it. Nothing is computed in the browser: a small
script (`book/_static/steps.js`) only turns the pages. Without it the first frame and all captions
show.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape
from typing import NamedTuple

import numpy as np
from matplotlib.markers import MarkerStyle
from matplotlib.ticker import MaxNLocator

from course_lib.plotting import MARKERS, NOISE, PALETTE, even, plane

NOISE_LABEL = -1
UNSEEN = -2  # a point that the algorithm has not looked at yet: a small hollow circle

WIDTH, HEIGHT, MARGIN = 480, 360, 36
HIDDEN = ' style="display:none"'


class Mark(NamedTuple):
    """Something drawn over the points.

    Parameters
    ----------
    kind : str
        "center" (one large marker a row of `points`) or "line" (through all rows in turn).
    points : float array of shape (n, n_features)
    label : int
        The cluster it belongs to; `UNSEEN` takes the color of the text.
    """

    kind: str
    points: np.ndarray
    label: int = UNSEEN


class Frame(NamedTuple):
    """One moment of a run.

    Parameters
    ----------
    caption : str
        What happened, in words that do without the picture.
    labels : int array of shape (n_samples,)
        A cluster, `NOISE_LABEL` or `UNSEEN` for each point.
    marks : sequence of Mark
    """

    caption: str
    labels: np.ndarray
    marks: Sequence[Mark] = ()


class Steps:
    """A figure with one frame a step, a Back and a Next button, and a slider.

    Parameters
    ----------
    X : float array of shape (n_samples, 1) or (n_samples, 2)
    frames : sequence of Frame
    title : str
        What runs on which points; the figure's name for readers who do not see it.
    names : sequence of str, optional
        One name a point, written beside it.

    Raises
    ------
    ValueError
        If there is no frame, or labels or names do not fit X.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [5.0]])
    >>> Steps(X, [Frame("Start.", np.full(3, UNSEEN)), Frame("Done.", np.array([0, 0, 1]))],
    ...       title="Three points")
    Three points: 2 steps
    1. Start.
    2. Done.
    """

    def __init__(
        self,
        X: np.ndarray,
        frames: Iterable[Frame],
        *,
        title: str,
        names: Sequence[str] | None = None,
    ):
        """Check that every frame fits the points."""
        self.points = plane(X)
        self.frames = list(frames)
        self.title = title
        self.names = names
        if not self.frames:
            raise ValueError("frames is empty: a stepped figure needs at least one frame")
        for number, frame in enumerate(self.frames):
            if len(frame.labels) != len(self.points):
                raise ValueError(
                    f"frame {number} has {len(frame.labels)} labels for {len(self.points)} "
                    "points: give one each"
                )
        if names is not None and len(names) != len(self.points):
            raise ValueError(f"names has {len(names)} entries for {len(self.points)} points")

    def __repr__(self) -> str:
        """Tell the run in words, where it cannot be shown."""
        lines = [f"{i}. {frame.caption}" for i, frame in enumerate(self.frames, start=1)]
        return "\n".join([f"{self.title}: {len(lines)} steps", *lines])

    def _repr_html_(self) -> str:
        captions = "".join(f"<li>{escape(frame.caption)}</li>" for frame in self.frames)
        last, title = len(self.frames) - 1, escape(self.title)
        return (
            f'<div class="course-steps" role="group" aria-label="{title}" data-title="{title}">'
            f"{self._svg()}"
            '<div class="steps-controls" hidden="">'
            '<button type="button" class="steps-back">Back</button>'
            f'<input type="range" min="0" max="{last}" value="0" step="1" aria-label="Step"/>'
            '<button type="button" class="steps-next">Next</button></div>'
            f'<p class="steps-caption" aria-live="polite">{escape(self.frames[0].caption)}</p>'
            f"<details><summary>All steps in words</summary><ol>{captions}</ol></details></div>"
        )

    def _svg(self) -> str:
        labels = [" ".join(str(int(v)) for v in frame.labels) for frame in self.frames]
        # Two figures of one page must not share ids, and the same run gives the same page.
        content = repr((self.points.tolist(), labels, self.title))
        self._id = "s" + sha256(content.encode()).hexdigest()[:10]
        self._set_scale()
        first = self.frames[0].labels
        points = "".join(
            f'<use href="#{self._id}{int(label)}" x="{x:.1f}" y="{y:.1f}"/>'
            for label, (x, y) in zip(first, self._to_page(self.points), strict=True)
        )
        marks = "".join(
            f'<g class="steps-marks"{HIDDEN if i else ""}>'
            f"{''.join(map(self._mark, frame.marks))}</g>"
            for i, frame in enumerate(self.frames)
        )
        alt = escape(f"{self.title}. {self.frames[0].caption}")
        return (
            f'<svg role="img" aria-label="{alt}" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'style="width:100%;max-width:{WIDTH / 16:g}em;height:auto;color:inherit" '
            'fill="currentColor" font-size="13" font-family="sans-serif">'
            f"<defs>{self._shapes()}</defs>{self._axes()}"
            f'<g class="steps-points" data-shape="{self._id}" data-labels="{"|".join(labels)}">'
            f"{points}</g>{marks}{self._written_names()}</svg>"
        )

    def _set_scale(self) -> None:
        """Fit points and marks into the frame; keep distances true where the ranges allow it."""
        drawn = [self.points]
        drawn += [plane(mark.points) for frame in self.frames for mark in frame.marks]
        everything = np.vstack(drawn)
        low, high = everything.min(axis=0), everything.max(axis=0)
        room = np.array([WIDTH, HEIGHT]) - 2.0 * MARGIN
        scale = room / np.where(high > low, high - low, 1.0)
        if even(everything):
            scale = np.repeat(scale[high > low].min(initial=np.inf), 2)
            scale = np.where(np.isfinite(scale), scale, 1.0)
        self._scale = scale * [1.0, -1.0]
        self._shift = np.array([WIDTH, HEIGHT]) / 2 - self._scale * (low + high) / 2

    def _to_page(self, points: np.ndarray) -> np.ndarray:
        return plane(points) * self._scale + self._shift

    def _shapes(self) -> str:
        labels = {int(v) for frame in self.frames for v in frame.labels}
        labels |= {mark.label for frame in self.frames for mark in frame.marks}
        size = 4.5 if len(self.points) <= 100 else 3.0
        parts = []
        for label in sorted(labels):
            color = color_of(label)
            paint = (
                f'fill="{color}"'
                if label >= 0
                else f'fill="none" stroke="{color}" stroke-width="1.4"'
            )
            parts.append(f'<path id="{self._id}{label}" d="{shape(label, size)}" {paint}/>')
        return "".join(parts)

    def _mark(self, mark: Mark) -> str:
        at = self._to_page(mark.points)
        if mark.kind == "center":
            return "".join(
                f'<use href="#{self._id}{mark.label}" transform="translate({x:.1f} {y:.1f}) '
                'scale(2.2)" stroke="currentColor" stroke-width="0.9"/>'
                for x, y in at
            )
        way = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
        color = color_of(mark.label)
        return f'<polyline points="{way}" fill="none" stroke="{color}" stroke-width="1.6"/>'

    def _axes(self) -> str:
        left, right, top, bottom = MARGIN, WIDTH - 8, 8, HEIGHT - MARGIN / 2 - 4
        ends = (np.array([[left, bottom], [right, top]]) - self._shift) / self._scale
        ticks = [
            MaxNLocator(6, steps=[1, 2, 5, 10]).tick_values(*ends[:, i]) + 0.0 for i in (0, 1)
        ]
        at = [ticks[i] * self._scale[i] + self._shift[i] for i in (0, 1)]
        lines, texts = f"M{left} {top}V{bottom}H{right}", ""
        for value, x in zip(ticks[0], at[0], strict=True):
            if left <= x <= right:
                lines += f"M{x:.1f} {bottom}v4"
                texts += (
                    f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{value:g}</text>'
                )
        for value, y in zip(ticks[1], at[1], strict=True):
            if top <= y <= bottom and np.any(self.points[:, 1]):
                lines += f"M{left} {y:.1f}h-4"
                texts += (
                    f'<text x="{left - 7}" y="{y + 4.5:.1f}" text-anchor="end">{value:g}</text>'
                )
        return f'<path d="{lines}" fill="none" stroke="currentColor"/>{texts}'

    def _written_names(self) -> str:
        if self.names is None:
            return ""
        return "".join(
            f'<text x="{x + 9:.1f}" y="{y - 8:.1f}">{escape(str(name))}</text>'
            for name, (x, y) in zip(self.names, self._to_page(self.points), strict=True)
        )


def shape(label: int, size: float) -> str:
    """Return the outline of a cluster's marker as SVG path data, the same as in `plotting`.

    Parameters
    ----------
    label : int
    size : float
        Half the width, in pixels.

    Returns
    -------
    path : str

    Examples
    --------
    >>> shape(1, 2.0)
    'M-2 2L2 2L2 -2L-2 -2Z'
    """
    name = "o" if label == UNSEEN else "x" if label == NOISE_LABEL else MARKERS[label % 7]
    style = MarkerStyle(name)
    # Matplotlib's y goes up and its unit marker is one wide; a page's y goes down.
    path = style.get_path().transformed(style.get_transform())
    letters = {1: "M", 2: "L", 3: "Q", 4: "C", 79: "Z"}
    text = ""
    for vertices, code in path.iter_segments(simplify=False, curves=True):
        numbers = vertices.reshape(-1, 2) * [2 * size, -2 * size]
        # Adding zero turns the -0.0 of rounding into 0.0.
        rounded = (f"{number:g}" for number in np.round(numbers, 2).ravel() + 0.0)
        text += letters[int(code)] + ("" if code == 79 else " ".join(rounded))
    return text


def color_of(label: int) -> str:
    """Return the color of a cluster, of noise, or of an unseen point.

    Parameters
    ----------
    label : int

    Returns
    -------
    color : str

    Examples
    --------
    >>> color_of(0), color_of(UNSEEN)
    ('#1f78c8', 'currentColor')
    """
    return {UNSEEN: "currentColor", NOISE_LABEL: NOISE}.get(label, PALETTE[label % len(PALETTE)])
