"""Stepped figures: what a frame shows and says is what the run did."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pytest
from scipy.cluster import hierarchy as scipy_hierarchy

from course_lib.dbscan import dbscan
from course_lib.frames import NOISE_LABEL, UNSEEN, Frame, Mark, Steps, color_of, shape
from course_lib.gmm import em_steps
from course_lib.kmeans import lloyd_steps
from course_lib.plotting import MARKERS, NOISE, PALETTE
from course_lib.steps import dbscan_steps, em_steps_figure, kmeans_steps, linkage_steps

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
    rng = np.random.default_rng(0)
    points = np.vstack([rng.normal(c, 1.0, (30, 2)) for c in (0.0, 8.0)])
    run = list(lloyd_steps(points, points[:2].copy()))
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


# Agglomerative clustering


@pytest.fixture(params=["single", "complete", "average", "ward"])
def tree_of_line(request):
    line = np.array([[0.0], [2.0], [6.0], [8.0], [16.0], [18.0], [21.0]])
    return line, scipy_hierarchy.linkage(line, request.param)


def test_merges_are_told_one_by_one():
    line = np.array([[0.0], [2.0], [6.0], [8.0]])
    figure = linkage_steps(
        line, scipy_hierarchy.linkage(line, "single"), title="Road", names="PQRS"
    )
    assert [frame.caption for frame in figure.frames] == [
        "Start: 4 points, each a cluster of its own.",
        "Merge 1, at height 2: P with Q. 3 clusters are left.",
        "Merge 2, at height 2: R with S. 2 clusters are left.",
        "Merge 3, at height 4: P Q with R S. 1 cluster is left.",
    ]
    assert [frame.labels.tolist() for frame in figure.frames[1:]] == [
        [0, 0, UNSEEN, UNSEEN],
        [0, 0, 1, 1],
        [0, 0, 0, 0],
    ]
    unnamed = linkage_steps(line, scipy_hierarchy.linkage(line, "single"), title="Road")
    assert "a cluster of 2 with a cluster of 2" in unnamed.frames[3].caption
    assert "a single point with a single point" in unnamed.frames[1].caption


def test_every_frame_shows_the_clusters_of_its_cut(tree_of_line):
    line, Z = tree_of_line
    for merges, frame in enumerate(linkage_steps(line, Z, title="t").frames):
        roots = set(range(len(line) + merges)) - set(Z[:merges, :2].astype(int).ravel().tolist())
        expected = {frozenset(leaves_below(Z, root)) for root in roots}
        shown = {frozenset([i]) for i in np.flatnonzero(frame.labels == UNSEEN).tolist()}
        for label in set(frame.labels.tolist()) - {UNSEEN}:
            shown.add(frozenset(np.flatnonzero(frame.labels == label).tolist()))
        assert shown == expected
        assert all(len(cluster) > 1 for cluster in shown if frame.labels[min(cluster)] >= 0)


def test_a_cluster_changes_its_look_only_when_it_merges(tree_of_line):
    line, Z = tree_of_line
    frames = linkage_steps(line, Z, title="t").frames
    for (before, after), (a, b, *_) in zip(pairwise(frames), Z, strict=True):
        changed = np.flatnonzero(before.labels != after.labels)
        union = {*leaves_below(Z, int(a)), *leaves_below(Z, int(b))}
        assert set(changed.tolist()) <= union


def leaves_below(Z, cluster):
    n_samples = len(Z) + 1
    if cluster < n_samples:
        return [cluster]
    a, b = Z[cluster - n_samples, :2].astype(int)
    return leaves_below(Z, a) + leaves_below(Z, b)


def test_on_a_line_the_tree_grows(tree_of_line):
    line, Z = tree_of_line
    frames = linkage_steps(line, Z, title="t").frames
    for merges, frame in enumerate(frames):
        assert [mark.points[1, 1] for mark in frame.marks] == Z[:merges, 2].tolist()
    for mark in frames[-1].marks:
        (left, low), (up, top), (across, level), (right, lower) = mark.points
        assert (left, right) == (up, across)
        assert top == level >= max(low, lower)
    feet = [tuple(foot) for mark in frames[-1].marks for foot in mark.points[[0, 3]]]
    assert {(x, 0.0) for x in line.ravel()} <= set(feet)
    assert len(set(feet)) == 2 * len(Z), "every cluster but the last hangs below one bracket"


def test_in_the_plane_a_line_joins_the_means():
    Z = scipy_hierarchy.linkage(X, "complete")
    frames = linkage_steps(X, Z, title="Four corners").frames
    assert [len(frame.marks) for frame in frames] == [0, 1, 1, 1]
    np.testing.assert_allclose(frames[-1].marks[0].points, [[0.0, 1.0], [10.0, 1.0]])


def test_a_tree_of_other_points_is_refused():
    Z = scipy_hierarchy.linkage(X)
    with pytest.raises(ValueError, match="X has 3 points, but Z is a tree of 4"):
        linkage_steps(X[:3], Z, title="t")
    with pytest.raises(ValueError, match="names has 2 entries for 4 points"):
        linkage_steps(X, Z, title="t", names="AB")
    with pytest.raises(ValueError, match=r"X has shape \(4, 3\)"):
        linkage_steps(np.zeros((4, 3)), Z, title="t")


def test_dbscan_is_told_visit_by_visit():
    """Noise for now, a cluster that begins, a border point that joins it, and noise for good."""
    points = np.array([[-1.0, 0.0], [0.0, 0.0], [0.9, 0.0], [0.0, 0.9], [9.0, 0.0]])
    figure = dbscan_steps(points, 1.0, 4, title="Five points", names="PQRST")
    assert [frame.caption for frame in figure.frames] == [
        "Start: no point is visited yet. Core means 4 points or more within 1, itself among them.",
        "P: 2 points within 1, so not core: noise, unless a cluster reaches it later.",
        "Q: 4 points within 1, so core. It begins a cluster. Joined: P R S.",
        "S: 2 points within 1, so a border point: it belongs, but does not spread.",
        "R: 2 points within 1, so a border point: it belongs, but does not spread.",
        "P: 2 points within 1, so a border point: it belongs, but does not spread.",
        "T: 1 point within 1, so not core: noise, unless a cluster reaches it later.",
        "Done: 1 cluster, with 1 core, 3 border and 1 noise.",
    ]
    seen = [frame.labels.tolist() for frame in figure.frames]
    u, n = UNSEEN, NOISE_LABEL
    assert seen[:3] == [[u] * 5, [n, u, u, u, u], [0, 0, 0, 0, u]]
    assert seen[-1] == [0, 0, 0, 0, n]
    ring, *large = figure.frames[2].marks
    np.testing.assert_allclose(np.hypot(*(ring.points - points[1]).T), 1.0)
    assert [mark.points.tolist() for mark in large] == [[[0.0, 0.0]]]


def test_dbscan_s_last_frame_is_the_library_s_result():
    rng = np.random.default_rng(0)
    for points in (rng.normal(size=(40, 2)), rng.normal(size=(30, 1))):
        figure = dbscan_steps(points, 0.3, 4, title="Cloud")
        core, labels = dbscan(points, 0.3, 4)
        np.testing.assert_array_equal(figure.frames[-1].labels, labels)
        large = np.vstack([mark.points for mark in figure.frames[-1].marks])
        assert {*map(tuple, large)} == {*map(tuple, points[core])}
        assert "nan" not in figure._repr_html_()
    alone = dbscan_steps(points, 0.01, 30, title="All noise")
    assert alone.frames[-1].caption == "Done: No clusters, with 0 core, 0 border and 30 noise."


@pytest.fixture
def mixture_states():
    between = np.column_stack([np.linspace(3.0, 7.0, 17), np.ones(17)])
    points = np.vstack([X, X + np.array([1.0, 3.0]), between])
    start = [0.5, 0.5], [[1.0, 1.0], [8.0, 1.0]], np.tile(4.0 * np.eye(2), (2, 1, 1))
    return points, list(em_steps(points, *start, reg_covar=0.1, tol=1e-6))


def test_every_outline_is_two_standard_deviations_away(mixture_states):
    points, states = mixture_states
    frames = em_steps_figure(points, states, title="t").frames
    assert len(frames) == len(states)
    for frame, state in zip(frames, states, strict=True):
        outlines = [mark for mark in frame.marks if mark.kind == "line"]
        centers = [mark.points[0] for mark in frame.marks if mark.kind == "center"]
        np.testing.assert_allclose(centers, state.means)
        for mark, mean, covariance in zip(outlines, state.means, state.covariances, strict=True):
            away = mark.points - mean
            squared = np.einsum("ni,ij,nj->n", away, np.linalg.inv(covariance), away)
            np.testing.assert_allclose(squared, 4.0)
            np.testing.assert_allclose(mark.points[0], mark.points[-1])


def test_a_shared_point_is_hollow_and_counted(mixture_states):
    points, states = mixture_states
    frames = em_steps_figure(points, states, title="t").frames
    for frame, state in zip(frames, states, strict=True):
        hollow = frame.labels == UNSEEN
        assert (hollow == (state.responsibilities < 0.9).all(axis=1)).all()
        assert (frame.labels == state.responsibilities.argmax(axis=1))[~hollow].all()
        count, likelihood = re.search(
            r"(\w+) points? (?:is|are) shared\. Log-likelihood (-?\d+\.\d\d)\.$", frame.caption
        ).groups()
        assert (0 if count == "No" else int(count)) == hollow.sum()
        assert float(likelihood) == pytest.approx(state.log_likelihood, abs=0.006)
    assert any((frame.labels == UNSEEN).any() for frame in frames)


def test_on_a_line_a_component_is_a_segment():
    line = np.array([[0.0], [1.0], [4.0], [5.0]])
    states = em_steps(line, [0.5, 0.5], [[1.0], [4.0]], np.full((2, 1, 1), 0.25), max_iter=0)
    (frame,) = em_steps_figure(line, states, title="t").frames
    segments = [mark.points.ravel().tolist() for mark in frame.marks if mark.kind == "line"]
    assert segments == [[0.0, 2.0], [3.0, 5.0]]


def test_a_run_on_other_points_is_refused():
    with pytest.raises(ValueError, match="frames is empty"):
        em_steps_figure(X, [], title="t")
    with pytest.raises(ValueError, match="labels for 4"):
        em_steps_figure(X, em_steps(X[:3], [1.0], [[1.0, 1.0]], np.eye(2)[None]), title="t")
