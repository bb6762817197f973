"""Run cells as a notebook does, and keep what they show, up to a limit."""
# ruff: noqa: D102 (the methods of IPython are described there)

import ast
import base64
import io
import os
import sys
import warnings
from types import TracebackType
from typing import Any, ClassVar

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.pylabtools import print_figure
from traitlets import Type
from traitlets.config import Config

HERE = os.path.dirname(__file__)
MAX_TEXT = 200_000
MAX_PICTURES = 1_000_000
MAX_PIXELS = 50_000_000  # a larger figure would take the memory of the session
RIM, PAD = 1.0, 0.1  # inches: drawn round a figure, and left of that


FIRST_FIGURE = """
import matplotlib.pyplot as plt
figure, places = plt.subplots(1, 2, layout="constrained")
places[0].plot([1, 2], [3, 4], "o-", label="a")
places[0].legend()
places[1].scatter([1, 2], [3, 4], c=[1, 2])
places[1].set(title="$x^2$", xlabel="x", ylabel="y")
plt.show()
del plt, figure, places
"""

# The first call of a library is slow: it looks for threads, loads parts, makes tables.
FIRST_CALLS = {
    "matplotlib": FIRST_FIGURE,
    "sklearn.cluster": """
from sklearn.cluster import KMeans
KMeans(2, n_init=1, random_state=0).fit([[0.0], [1.0], [5.0]]).predict([[2.0]])
del KMeans
""",
    "sklearn.metrics": """
from sklearn.metrics import silhouette_score
silhouette_score([[0.0], [1.0], [5.0], [6.0]], [0, 0, 1, 1])
del silhouette_score
""",
    "pandas": """
import pandas as pd
frame = pd.DataFrame({"a": [1.0, 2, 3], "b": ["x", "y", "x"]}, index=[3, 1, 2])
frame.groupby("b")["a"].agg(["mean", "max"]).merge(frame, left_index=True, right_on="b")
frame.sort_values("a").loc[frame.a > 1].describe()
str(frame)
del frame, pd
""",
}


class Record:
    """The outputs of one cell, as Jupyter writes them, cut where they grow too long."""

    def __init__(self):
        self.outputs, self.text_left, self.picture_left = [], MAX_TEXT, MAX_PICTURES

    def stream(self, name: str, text: str) -> None:
        """Keep words printed to stdout or stderr."""
        text = self.cut(text)
        last = self.outputs[-1] if self.outputs else {}
        if text and last.get("name") == name:
            last["text"] += text
        elif text:
            self.outputs.append({"output_type": "stream", "name": name, "text": text})

    def cut(self, text: str) -> str:
        """Return as much of a text as there is still room for."""
        if self.text_left <= 0:
            return ""
        short = text[: self.text_left]
        self.text_left -= len(text)
        return (
            short
            if self.text_left > 0
            else f"{short}\n[The output was too long. The rest is cut.]\n"
        )

    def data(self, kind: str, bundle: dict, **more: Any) -> None:
        """Keep something that was displayed."""
        kept = {}
        for mime, content in bundle.items():
            if isinstance(content, bytes):
                content = base64.b64encode(content).decode()
            if isinstance(content, str) and mime.startswith("image/"):
                self.picture_left -= len(content)
                if self.picture_left > 0:
                    kept[mime] = content
            elif isinstance(content, str):
                kept[mime] = self.cut(content)
        self.outputs.append({"output_type": kind, "data": kept, "metadata": {}, **more})

    def error(self, name: str, text: str, lines: list[str]) -> None:
        """Keep an error; the end of a long one says more than its middle."""
        lines = [
            line if len(line) < 20_000 else f"{line[:9000]}\n...\n{line[-9000:]}" for line in lines
        ]
        self.outputs.append(
            {
                "output_type": "error",
                "ename": name[:200],
                "evalue": text[:5000],
                "traceback": lines[:100],
            }
        )


class Words(io.TextIOBase):
    """What stands for sys.stdout or sys.stderr in a cell."""

    def __init__(self, record: Record, name: str):
        self.record, self.called = record, name

    def write(self, text: str) -> int:
        self.record.stream(self.called, text)
        return len(text)

    def writable(self) -> bool:
        return True

    @property
    def encoding(self) -> str:
        return "utf-8"


class Display(DisplayPublisher):
    """Takes what `display` shows."""

    def publish(self, data, metadata=None, **more):
        self.shell.record.data("display_data", data)

    def clear_output(self, wait=False):
        self.shell.record.outputs.clear()


class Result(DisplayHook):
    """Takes the value of a cell's last line."""

    def write_output_prompt(self):
        pass

    def write_format_data(self, format_dict, md_dict=None):
        self.shell.record.data("execute_result", format_dict, execution_count=self.prompt_count)

    def finish_displayhook(self):
        pass


class Compiler(CachingCompiler):
    """Parses a text once when it is asked for it twice in a row."""

    parsed: tuple[str, int, ast.AST] | None = None

    def ast_parse(self, source, filename="<unknown>", symbol="exec"):
        known, self.parsed = self.parsed, None
        if known and known[:2] == (source, self.flags) and symbol == "exec":
            return known[2]
        return super().ast_parse(source, filename, symbol)


class Shell(InteractiveShell):
    """IPython without a terminal, history or a kernel."""

    display_pub_class = Type(Display)
    displayhook_class = Type(Result)
    compiler_class = Type(Compiler)
    record = Record()
    shared: ClassVar[dict[str, Any]] = {}  # what cells define that run in both sessions

    def _get_exc_info(self, exc_tuple=None):
        """Return the current error without the frames of this package."""
        kind, value, trace = super()._get_exc_info(exc_tuple)
        return kind, value, theirs_only(trace)

    def _showtraceback(self, etype, evalue, stb):
        self.record.error(etype.__name__, str(evalue), stb)

    def transform_cell(self, raw_cell):
        """Leave plain Python as it is: to look for magics in it takes longer than to run it."""
        cell = raw_cell if raw_cell.endswith("\n") else f"{raw_cell}\n"
        try:
            self.compile.parsed = cell, self.compile.flags, self.compile.ast_parse(cell)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return super().transform_cell(raw_cell)
        return cell

    def should_run_async(self, raw_cell, **more):
        """Ask IPython, which compiles the cell for that, where there is reason to ask."""
        return ("await" in raw_cell or "async" in raw_cell) and super().should_run_async(
            raw_cell, **more
        )

    def enable_gui(self, gui=None):
        """Do nothing: there is no window here."""

    def ask_exit(self):
        """Do nothing: the next cells are to be graded, too."""

    def run(self, source: str, history: bool = True, shared: bool = False) -> list[dict]:
        """Run a cell; return its outputs. Keep what it defines, if it runs in both sessions."""
        self.record = Record()
        known = dict(self.user_ns) if shared else {}
        before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = Words(self.record, "stdout"), Words(self.record, "stderr")
        try:
            self.run_cell(source, store_history=history)
        finally:
            sys.stdout, sys.stderr = before
        if shared:
            now = self.user_ns.items()
            self.shared.update((n, v) for n, v in now if known.get(n, known) is not v)
        return self.record.outputs


def theirs_only(trace: TracebackType | None) -> TracebackType | None:
    """Return a traceback without the frames of this package."""
    if trace is None:
        return None
    rest = theirs_only(trace.tb_next)
    if os.path.dirname(trace.tb_frame.f_code.co_filename) == HERE:
        return rest
    trace.tb_next = rest
    return trace


def pixels_of(figure: Any) -> Any:
    """Draw a figure once and return its pixels, or None if one drawing does not show all of it.

    A figure that lays itself out has no rim. Any other is drawn with a wide one, which is cut off.
    """
    import numpy as np

    if figure.get_layout_engine():
        figure.canvas.draw()
        return np.asarray(figure.canvas.buffer_rgba())
    from matplotlib.transforms import Bbox

    columns, rows = (int((side + 2 * RIM) * figure.dpi) for side in figure.get_size_inches())
    wide = Bbox.from_bounds(-RIM, -RIM, (columns + 0.5) / figure.dpi, (rows + 0.5) / figure.dpi)
    look = {"facecolor": figure.get_facecolor(), "edgecolor": figure.get_edgecolor()}
    file = io.BytesIO()
    figure.canvas.print_figure(file, format="rgba", dpi=figure.dpi, bbox_inches=wide, **look)
    pixels = np.frombuffer(file.getvalue(), np.uint8).reshape(rows, columns, 4)
    colors = pixels.view(np.uint32)[..., 0]  # four bytes at once
    ink = colors != colors[0, 0]
    inked = [np.flatnonzero(ink.any(axis=side)) for side in (1, 0)]
    parts, pad = [], round(PAD * figure.dpi)
    for places, size in zip(inked, ink.shape, strict=True):
        if not places.size or places[0] == 0 or places[-1] == size - 1:
            return None
        parts.append(slice(max(places[0] - pad, 0), places[-1] + 1 + pad))
    return np.ascontiguousarray(pixels[tuple(parts)])


def picture_of(figure: Any) -> str | None:
    """Return a figure as a PNG in base64, as notebooks show it.

    They draw it once to find the rim that can be cut off, and then again.
    """
    columns, rows = figure.get_size_inches() * figure.dpi
    if columns * rows > MAX_PIXELS:
        return None
    pixels = pixels_of(figure) if figure.axes else None
    if pixels is None:
        return print_figure(figure, "png", base64=True)
    from PIL import Image

    picture, file = Image.fromarray(pixels), io.BytesIO()
    if picture.getextrema()[3][0] == 255:
        picture = picture.convert("RGB")
    picture.save(file, "png", compress_level=3, dpi=(figure.dpi, figure.dpi))
    return base64.b64encode(file.getvalue()).decode()


def draw(pictures: bool) -> None:
    """Draw figures from now on, or leave it: that can be half of the time."""
    Shell.instance().display_formatter.formatters["image/png"].enabled = pictures


def warm_up() -> Shell:
    """Make the one shell of this process and use it once, so that forks find it ready."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    shell = Shell.instance(config=config)
    warnings.filterwarnings("default", category=DeprecationWarning, module="__main__")
    if "matplotlib" in sys.modules:
        import matplotlib.pyplot as plt
        from matplotlib_inline.backend_inline import configure_inline_support

        plt.switch_backend("module://matplotlib_inline.backend_inline")
        configure_inline_support(shell, "module://matplotlib_inline.backend_inline")
        shell.display_formatter.formatters["image/png"].for_type(plt.Figure, picture_of)
    for module, calls in FIRST_CALLS.items():
        if module in sys.modules:
            shell.run(calls, history=False)
    shell.run("1 / 1", history=False)
    shell.run("raise ValueError('warm')", history=False)
    return shell
