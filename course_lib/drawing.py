"""A finished figure: an SVG with its text alternative, in the color of the page's text.

`course_lib.plotting` makes them; a file on white is for print.
"""

import re
from collections.abc import Sequence
from hashlib import sha256
from html import escape
from io import StringIO
from pathlib import Path

from matplotlib import rc_context
from matplotlib.figure import Figure

INK = "#010203"  # stands for the color of the page's text until the SVG is written

STYLE = {
    "svg.hashsalt": "course",
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
    "font.size": 10.0,
    "axes.titlesize": 11.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "savefig.facecolor": "none",
    "savefig.bbox": "tight",
    "legend.frameon": False,
    "lines.linewidth": 1.8,
    **dict.fromkeys(
        ("text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color"), INK
    ),
}


class Drawing:
    """A finished figure and what it says in words.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    alt : str
        What a reader who does not see the figure needs to know.

    Examples
    --------
    >>> from course_lib.plotting import bars
    >>> bars(["a", "b"], [1, 2], alt="b is twice as tall as a.", xlabel="count")
    b is twice as tall as a.
    """

    def __init__(self, figure: Figure, alt: str):
        """Refuse a figure that says nothing, and fix its layout."""
        self.figure = figure
        self.alt = _said(alt)
        # Lay out once: a second run would move everything by a rounding error.
        with rc_context(STYLE):
            figure.draw_without_rendering()
        figure.set_layout_engine("none")

    def __repr__(self) -> str:
        """Say what the figure shows, where it cannot be shown."""
        return self.alt

    def _repr_html_(self) -> str:
        return f'<div class="course-figure">{self.svg()}</div>'

    def svg(self) -> str:
        """Return the SVG element that goes into a page.

        Returns
        -------
        svg : str
        """
        text = StringIO()
        with rc_context(STYLE):
            self.figure.savefig(text, format="svg", dpi=160)
        return _for_a_page(text.getvalue(), self.alt)

    def save(self, path: str | Path) -> None:
        """Write the figure to a file, on white; the ending (svg or png) says the format.

        Parameters
        ----------
        path : str or Path
        """
        undated = {"Date": None} if Path(path).suffix == ".svg" else {}
        with rc_context(STYLE):
            self.figure.savefig(path, dpi=160, facecolor="white", metadata=undated)


class Row:
    """Several drawings beside each other; on a narrow page they stand below each other.

    Parameters
    ----------
    drawings : sequence of Drawing
    alt : str or None
        What the comparison shows, where the alternatives of the parts do not say it already.
    """

    def __init__(self, drawings: Sequence[Drawing], alt: str | None = None):
        """Keep the drawings in their order."""
        self.drawings = tuple(drawings)
        self.alt = None if alt is None else _said(alt)

    def __repr__(self) -> str:
        """Say what the row and its parts show."""
        return " ".join(filter(None, [self.alt, *map(repr, self.drawings)]))

    def _repr_html_(self) -> str:
        group = f' role="group" aria-label="{escape(self.alt)}"' if self.alt else ""
        parts = "".join(
            f'<div style="flex:1 1 18rem;max-width:30rem">{drawing._repr_html_()}</div>'
            for drawing in self.drawings
        )
        style = "display:flex;flex-wrap:wrap;gap:1rem"
        return f'<div class="course-row" style="{style}"{group}>{parts}</div>'


def _said(alt: str) -> str:
    if not isinstance(alt, str) or not alt.strip():
        raise ValueError(f"alt={alt!r}: say in words what the figure shows")
    return " ".join(alt.split())


def _for_a_page(svg: str, alt: str) -> str:
    """Strip a file's header, make ids unique in the page, and let the page color the text."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(
        r'<defs>\s*<style type="text/css">.*?</style>\s*</defs>', "", svg, flags=re.DOTALL
    )
    svg = svg.replace(INK, "currentColor").replace("xlink:href", "href")
    used = set(re.findall(r'(?:href="|url\()#([^")]+)', svg))
    prefix = f"f{sha256((svg + alt).encode()).hexdigest()[:10]}-"
    svg = re.sub(r' id="([^"]+)"', lambda m: f' id="{prefix}{m[1]}"' if m[1] in used else "", svg)
    svg = re.sub(r'(href="|url\()#', rf"\1#{prefix}", svg)
    width, box = re.search(r'width="([\d.]+)pt".*?viewBox="([^"]+)"', svg, re.DOTALL).groups()
    head = (
        f'<svg role="img" aria-label="{escape(alt)}" viewBox="{box}" '
        f'style="width:100%;max-width:{float(width) / 12:.4g}em;height:auto;color:inherit" '
        'fill="currentColor" stroke-linejoin="round">'
    )
    return head + re.sub(r"\s*\n\s*", "\n", svg[svg.index(">") + 1 :]).strip()
