"""Stepped figures: what a frame shows and says is what the run did."""

import re
import xml.etree.ElementTree as ET
from typing import NamedTuple

import numpy as np
import pytest

from course_lib.plotting import MARKERS, NOISE, PALETTE
from course_lib.steps import (
    NOISE_LABEL,
    UNSEEN,
    Frame,
    Mark,
    Steps,
    color_of,
    kmeans_steps,
    shape,
)

X = np.array([[0.0, 0.0], [0.0, 2.0], [10.0, 0.0], [10.0, 2.0]])


class Step(NamedTuple):
    """What `course_lib.kmeans.lloyd_steps` yields."""

    name: str
    labels: np.ndarray
    centers: np.ndarray
    inertia: float


def hand_run():
    """Tell a run on four corners from the two left ones: done by hand, no library."""
    first = np.array([[0.0, 0.0], [0.0, 2.0]])
    second = np.array([[5.0, 0.0], [5.0, 2.0]])
    rows = np.array([0, 1, 0, 1])
    yield Step("assign", rows, first, 200.0)
    yield Step("update", rows, second, 100.0)
    yield Step("assign", rows, second, 100.0)


def parts(figure):
    root = ET.fromstring(figure._repr_html_())
    by_class = {e.get("class"): e for e in root.iter() if e.get("class")}
    return root, by_class


def test_a_run_is_told_round_by_round():
    figure = kmeans_steps(X, hand_run(), title="Four corners", names="PQRS")
    assert [frame.caption for frame in figure.frames] == [
        "Start: 2 centers, and no point belongs to one yet.",
        "Round 1, assign: each point joins its nearest center. Together: P R; Q S. Inertia 200.",
        "Round 1, update: each center moves to the mean of its points. Inertia 100.",
        "Round 2, assign: each point joins its nearest center. No points changed cluster. "
        "Together: P R; Q S. Inertia 100.",
    ]


def test_the_words_do_not_depend_on_the_numbers_of_the_clusters():
    swapped = (s._replace(labels=1 - s.labels, centers=s.centers[::-1]) for s in hand_run())
    one = kmeans_steps(X, hand_run(), title="t", names="PQRS")
    other = kmeans_steps(X, swapped, title="t", names="PQRS")
    assert repr(one) == repr(other)


def test_frames_hold_the_labels_and_centers_of_the_run():
    figure = kmeans_steps(X, hand_run(), title="Four corners")
    start, assigned, updated, _ = figure.frames
    assert set(start.labels) == {UNSEEN}
    np.testing.assert_array_equal(assigned.labels, [0, 1, 0, 1])
    centers = np.vstack([m.points for m in updated.marks if m.kind == "center"])
    np.testing.assert_array_equal(centers, [[5.0, 0.0], [5.0, 2.0]])
    ways = [m.points.tolist() for m in updated.marks if m.kind == "line"]
    assert ways == [[[0.0, 0.0], [5.0, 0.0]], [[0.0, 2.0], [5.0, 2.0]]]


def test_a_run_that_reuses_its_arrays_is_copied():
    labels, centers = np.array([0, 0, 1, 1]), X[[0, 2]].copy()

    def steps():
        yield Step("assign", labels, centers, 8.0)
        centers[:] = [[0.0, 1.0], [10.0, 1.0]]
        yield Step("update", labels, centers, 4.0)
        labels[:] = 0

    figure = kmeans_steps(X, steps(), title="t")
    np.testing.assert_array_equal(figure.frames[1].labels, [0, 0, 1, 1])
    np.testing.assert_array_equal(figure.frames[1].marks[0].points, [[0.0, 0.0]])


def test_the_library_s_own_run_fits():
    kmeans = pytest.importorskip("course_lib.kmeans")
    rng = np.random.default_rng(0)
    points = np.vstack([rng.normal(c, 1.0, (30, 2)) for c in (0.0, 8.0)])
    run = list(kmeans.lloyd_steps(points, points[:2].copy()))
    figure = kmeans_steps(points, run, title="Two clouds")
    assert len(figure.frames) == len(run) + 1
    np.testing.assert_array_equal(figure.frames[-1].labels, run[-1].labels)


def test_the_page_works_without_a_script():
    figure = kmeans_steps(X, hand_run(), title='Four "corners"', names="PQRS")
    root, by_class = parts(figure)
    svg = root.find("svg")
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == f'Four "corners". {figure.frames[0].caption}'
    assert by_class["steps-controls"].get("hidden") is not None
    assert by_class["steps-caption"].get("aria-live") == "polite"
    listed = [item.text for item in root.iter("li")]
    assert listed == [frame.caption for frame in figure.frames]
    assert root.find(".//input").get("aria-label") == "Step"
    assert root.find(".//input").get("max") == "3"
    marks = [e for e in root.iter("g") if e.get("class") == "steps-marks"]
    assert [m.get("style") for m in marks] == [None] + 3 * ["display:none"]


def test_the_page_carries_every_label_of_every_frame():
    figure = kmeans_steps(X, hand_run(), title="Four corners")
    root, by_class = parts(figure)
    points = by_class["steps-points"]
    carried = [list(map(int, f.split())) for f in points.get("data-labels").split("|")]
    assert carried == [frame.labels.tolist() for frame in figure.frames]
    defined = {e.get("id") for e in root.iter("path")}
    assert {points.get("data-shape") + str(v) for f in carried for v in f} <= defined
    assert {e.get("href")[1:] for e in root.iter("use")} <= defined


def test_points_lie_where_they_are():
    """Right is right, up is up, and one unit is as long in both directions."""
    _, by_class = parts(kmeans_steps(X, hand_run(), title="t"))
    at = np.array([[float(e.get("x")), float(e.get("y"))] for e in by_class["steps-points"]])
    across, up = at[2] - at[0], at[1] - at[0]
    # The ranges differ by a factor of five: each fills its own axis.
    assert across[0] > 0 == across[1]
    assert up[1] < 0 == up[0]
    square = np.array([[0.0, 0.0], [0.0, 2.0], [2.0, 0.0]])
    _, by_class = parts(Steps(square, [Frame("One.", np.zeros(3))], title="t"))
    at = np.array([[float(e.get("x")), float(e.get("y"))] for e in by_class["steps-points"]])
    assert at[2, 0] - at[0, 0] == pytest.approx(at[0, 1] - at[1, 1], abs=0.2)
    assert at.min() >= 0
    assert np.all(at.max(axis=0) <= [480, 360])


@pytest.mark.parametrize("points", [[[3.0, 4.0]], [[3.0, 4.0]] * 3, [[1.0], [2.0]]])
def test_degenerate_points_are_drawn(points):
    figure = Steps(np.array(points), [Frame("All.", np.zeros(len(points)))], title="t")
    assert "nan" not in figure._repr_html_()
    assert "inf" not in figure._repr_html_()


def test_noise_unseen_and_lines_serve_other_algorithms():
    ring = np.column_stack([np.cos(np.linspace(0, 6.3, 30)), np.sin(np.linspace(0, 6.3, 30))])
    frames = [
        Frame("Nothing seen.", np.full(4, UNSEEN), [Mark("line", ring)]),
        Frame("One core.", np.array([0, 0, UNSEEN, NOISE_LABEL]), [Mark("line", ring, 0)]),
    ]
    html = Steps(X, frames, title="Density")._repr_html_()
    assert html.count("<polyline") == 2
    assert f'stroke="{NOISE}"' in html
    assert f'stroke="{PALETTE[0]}"' in html


def test_two_figures_of_a_page_share_no_ids_and_colors_are_the_page_s():
    one = kmeans_steps(X, hand_run(), title="one")._repr_html_()
    other = kmeans_steps(X, hand_run(), title="other")._repr_html_()
    ids = re.findall(r' id="([^"]+)"', one + other)
    assert len(ids) == len(set(ids))
    painted = set(re.findall(r'(?:fill|stroke)="([^"]+)"', one))
    assert painted <= {*PALETTE, NOISE, "none", "currentColor"}
    assert one == kmeans_steps(X, hand_run(), title="one")._repr_html_()


def test_markers_differ_and_are_those_of_the_other_figures():
    shapes = [shape(label, 4.0) for label in range(len(MARKERS))]
    assert len(set(shapes)) == len(MARKERS)
    assert shape(UNSEEN, 4.0) == shape(0, 4.0)  # the same round, but hollow
    assert color_of(UNSEEN) == "currentColor"
    assert shape(1, 2.0) == "M-2 2L2 2L2 -2L-2 -2Z"
    assert shape(2, 2.0) == "M0 -2L-2 2L2 2Z"  # the triangle points up, where y grows downward


def test_errors_name_the_argument():
    with pytest.raises(ValueError, match="frames is empty"):
        Steps(X, [], title="t")
    with pytest.raises(ValueError, match="frame 0 has 3 labels for 4 points"):
        Steps(X, [Frame("?", np.zeros(3))], title="t")
    with pytest.raises(ValueError, match="names has 2 entries for 4 points"):
        Steps(X, [Frame("?", np.zeros(4))], title="t", names="AB")
    with pytest.raises(ValueError, match=r"X has shape \(4, 3\)"):
        Steps(np.zeros((4, 3)), [Frame("?", np.zeros(4))], title="t")
