"""What is special to lab 9c: in any cohort 4 colors lose the boat, and 16 show it."""

import contextlib
import io
from pathlib import Path

import nbformat
import numpy as np
import pytest
from PIL import Image
from sklearn.cluster import KMeans

from grading.rehearsal import run_cell

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "solutions" / "lab09c-colors" / "lab09c-colors.ipynb"
ANSWERS = ["rows", "image", "count", "palette", "assign", "error", "bytes", "cheapest", "weighted"]


@pytest.fixture(scope="module")
def cells():
    return {cell.id: cell for cell in nbformat.read(SOURCE, 4).cells}


@pytest.fixture(scope="module")
def names(cells):
    """Return the setup, the reference answers and the reduced pictures."""
    names = {"__name__": "__main__"}
    for name in ["setup", *ANSWERS, "look-palettes", "look-table"]:
        assert run_cell(cells[name], names) == ""
    return names


@pytest.mark.parametrize("cohort", range(2026, 2030))
def test_the_boat_is_lost_with_4_colors_and_found_with_16(names, cohort):
    image = names["evening"](cohort)
    red = np.array([206, 34, 40])
    boat = (np.abs(image - red.astype(float)) < 20).all(axis=2)
    assert 8 <= boat.sum() <= 16
    for k, found in [(4, False), (16, True)]:
        seen = names["with_colors"](image, k)[boat].astype(float)
        assert bool((np.abs(seen - red).max(axis=1) < 20).all()) is found


def test_counted_colors_give_the_palette_of_all_pixels(names):
    rows = names["to_rows"](names["image"])
    colors, counts = names["count_colors"](rows)
    assert len(colors) < len(rows) / 3
    inertias = [
        ((rows - palette[names["assign_colors"](rows, palette)]) ** 2).sum()
        for palette in (
            names["find_palette"](colors, counts, 8, 0),
            KMeans(8, n_init=10, random_state=1).fit(rows).cluster_centers_,
        )
    ]
    assert np.isclose(*inertias, rtol=0.02)


def test_pillow_needs_the_bits_that_the_format_needs(names):
    """A PNG without compression holds the lines, a byte more for each, and headers."""
    for k in (2, 4, 16, 256):
        small = Image.fromarray((np.arange(60 * 33).reshape(60, 33) % k).astype(np.uint8))
        small.putpalette(np.random.default_rng(0).integers(0, 256, 3 * k).tolist())
        file = io.BytesIO()
        small.save(file, "PNG", compress_level=0)
        extra = len(file.getvalue()) - 60 - names["indexed_bytes"](60, 33, k)
        assert 0 < extra < 120


def test_model_answer_quotes_the_tables(cells, names):
    table, spaces = names["prices"], io.StringIO()
    with contextlib.redirect_stdout(spaces):
        exec(cells["look-spaces"].source, names)
    told = {k: (round(error, 1), size) for k, (error, size) in table.items()}
    assert told[16] == (10.2, 1584)
    assert told[24] == (7.6, 3144)
    assert told[4] == (31.1, 780)
    assert told[6] == (22.8, 1554)
    plain, eye, standardized = (names["off_by_each"](16, w) for w in names["measures"].values())
    assert [round(plain[0], 2), round(eye[0], 2)] == [10.13, 10.4]
    for i, errors in enumerate([plain, eye, standardized]):
        assert errors[i] == min(other[i] for other in (plain, eye, standardized))
