"""Flow charts say the right things in the right places, and refuse what cannot be drawn."""

import re

import numpy as np
import pytest

from course_lib.drawing import Drawing
from course_lib.flowchart import Box, flowchart

BOXES = {
    "a": Box("First\nstep", 0, 0),
    "b": Box("Sure?", 0, 1, "question"),
    "c": Box("Aside", 1, 1),
    "d": Box("The end", 0, 2, "end"),
}
ARROWS = [("a", "b"), ("b", "d", "yes"), ("b", "c", "no"), ("c", "d")]
ALT = "A first step, a question, and an end."


def texts(drawing):
    """Return each text with its place in the figure."""
    (ax,) = drawing.figure.axes
    return {text.get_text(): text.get_position() for text in ax.texts if text.get_text()}


def ways(drawing):
    """Return the lines of all arrows, each to its head."""
    (ax,) = drawing.figure.axes
    heads = [text for text in ax.texts if hasattr(text, "arrow_patch") and text.arrow_patch]
    return [
        np.vstack([line.get_xydata(), head.xy]) for line, head in zip(ax.lines, heads, strict=True)
    ]


def test_words_stand_in_the_grid():
    places = texts(flowchart(BOXES, ARROWS, alt=ALT))
    assert set(places) == {box.text for box in BOXES.values()} | {"yes", "no"}
    first, sure, aside, end = (places[BOXES[name].text] for name in "abcd")
    assert first[0] == sure[0] == end[0] < aside[0]
    assert first[1] > sure[1] == aside[1] > end[1]


def test_arrows_meet_boxes_at_right_angles():
    drawing = flowchart(BOXES, [*ARROWS, ("d", "a")], alt=ALT)
    places = texts(drawing)
    for way, (start, end, *_) in zip(ways(drawing), [*ARROWS, ("d", "a")], strict=True):
        steps = np.diff(way, axis=0)
        assert np.all((steps == 0).sum(axis=1) == 1), "each piece is level or upright"
        for point, name in ((way[0], start), (way[-1], end)):
            gap = np.abs(point - places[BOXES[name].text])
            assert (gap == 0).sum() == 1, f"in the middle of a side of {name}"


def test_a_way_back_goes_round_on_the_left_and_two_do_not_meet():
    drawing = flowchart(BOXES, [("d", "b"), ("d", "a")], alt=ALT)
    inner, outer = (way[:, 0].min() for way in ways(drawing))
    (ax,) = drawing.figure.axes
    assert ax.get_xlim()[0] < outer < inner
    assert inner < texts(drawing)["Sure?"][0]


def test_texts_fit_into_their_boxes():
    drawing = flowchart(BOXES, ARROWS, alt=ALT)
    (ax,) = drawing.figure.axes
    drawing.figure.draw_without_rendering()
    rims = [patch.get_window_extent() for patch in ax.patches]
    for box in BOXES.values():
        (text,) = (t for t in ax.texts if t.get_text() == box.text)
        inner = text.get_window_extent()
        assert any(
            r.x0 < inner.x0 and inner.x1 < r.x1 and r.y0 < inner.y0 and inner.y1 < r.y1
            for r in rims
        ), box.text


def test_kinds_differ_without_color():
    drawing = flowchart(BOXES, ARROWS, alt=ALT)
    (ax,) = drawing.figure.axes
    looks = {(type(patch).__name__, patch.get_linewidth()) for patch in ax.patches}
    assert len(looks) == 3
    svg = drawing.svg()
    assert "currentColor" in svg
    assert not re.search(r"#(?!f[0-9a-f]{10}-)[0-9a-f]{6}\b", svg), "only the color of the text"


def test_it_is_a_drawing_that_speaks():
    drawing = flowchart(BOXES, ARROWS, alt=ALT, title="Chart")
    assert isinstance(drawing, Drawing)
    assert repr(drawing) == ALT
    assert f'aria-label="{ALT}"' in drawing.svg()
    with pytest.raises(ValueError, match="alt"):
        flowchart(BOXES, ARROWS, alt=" ")


@pytest.mark.parametrize(
    ("boxes", "arrows", "message"),
    [
        ({}, [], "at least one box"),
        ({"a": Box("A", 0, 0, "cloud")}, [], "'a' has kind 'cloud'"),
        ({"a": Box("A", 0, 0), "b": Box("B", 0, 0)}, [], "its own place"),
        ({"a": Box("A", 0, 0)}, [("a", "z")], "'z', which is no box"),
    ],
)
def test_what_cannot_be_drawn_is_refused(boxes, arrows, message):
    with pytest.raises(ValueError, match=message):
        flowchart(boxes, arrows, alt=ALT)
