"""Figures: readable in light and dark, in gray and aloud; the same input gives the same bytes."""

import itertools
import re
import xml.etree.ElementTree as ET

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.markers import MarkerStyle
from scipy.cluster import hierarchy as scipy_hierarchy

from course_lib.plotting import (
    MARKERS,
    NOISE,
    PALETTE,
    POINTS_AS_SHAPES,
    bars,
    curve,
    dendrogram,
    even,
    mark,
    plane,
    scatter_clusters,
    side_by_side,
)

X = np.array([[1.0, 1.0], [1.5, 2.0], [3.0, 4.0], [5.0, 7.0], [3.5, 5.0], [4.5, 5.0]])
LABELS = np.array([0, 0, 1, 1, 2, -1])


def one_of_each():
    return {
        "scatter": scatter_clusters(
            X,
            LABELS,
            X[:3],
            names="ABCDEF",
            alt="Six points.",
            title="Six",
            xlabel="visits",
            ylabel="$y_1$",
        ),
        "curve": curve(
            [1, 2, 3],
            {"one": [3, 2, 1], "two": [1, 1, 1]},
            alt="Two lines.",
            xlabel="k",
            ylabel="inertia",
            title="Elbow",
            mark=2,
        ),
        "bars": bars(["a", "b"], [1.0, 2.5], alt="b is taller.", xlabel="s", title="Time"),
    }


def luminance(color: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize("page", ["#ffffff", "#121212", "#14181e", "#111111"])
@pytest.mark.parametrize("color", [*PALETTE, NOISE])
def test_every_color_has_contrast_three_on_light_and_dark_pages(color, page):
    dark, light = sorted([luminance(color), luminance(page)])
    assert (light + 0.05) / (dark + 0.05) >= 3.0


def dichromat(color: str, kind: str) -> np.ndarray:
    """Return the color as a protanope or deuteranope sees it (Vienot, Brettel and Mollon 1999)."""
    linear = np.array([(int(color[i : i + 2], 16) / 255) ** 2.2 for i in (1, 3, 5)])
    to_lms = np.array(
        [[17.8824, 43.5161, 4.11935], [3.45565, 27.1554, 3.86714], [0.0299566, 0.184309, 1.46709]]
    )
    seen = {
        "protan": [[0, 2.02344, -2.52581], [0, 1, 0], [0, 0, 1]],
        "deutan": [[1, 0, 0], [0.494207, 0, 1.24827], [0, 0, 1]],
    }[kind]
    linear = np.linalg.inv(to_lms) @ np.array(seen) @ to_lms @ linear
    return np.clip(linear, 0, 1) ** (1 / 2.2) * 255


@pytest.mark.parametrize("kind", ["protan", "deutan"])
def test_the_first_three_colors_stay_apart_for_color_blind_readers(kind):
    seen = [dichromat(color, kind) for color in PALETTE[:3]]
    for i, one in enumerate(seen):
        for other in seen[i + 1 :]:
            assert np.linalg.norm(one - other) > 40


def test_no_two_of_many_clusters_look_alike_and_neighbors_differ_in_marker_alone():
    looks = [(mark(j, 5.0)["marker"], mark(j, 5.0)["color"]) for j in range(42)]
    assert len(set(looks)) == 42
    for one, other in itertools.pairwise(looks):
        assert one[0] != other[0]
    outlines = {MarkerStyle(m).get_path().vertices.tobytes() for m in MARKERS}
    transforms = {MarkerStyle(m).get_transform().get_matrix().tobytes() for m in MARKERS}
    assert len(outlines) * len(transforms) >= len(MARKERS)
    assert mark(-1, 5.0)["marker"] == "x"
    assert "x" not in MARKERS


@pytest.fixture(scope="module")
def drawings():
    return one_of_each()


@pytest.mark.parametrize("kind", ["scatter", "curve", "bars"])
def test_an_svg_is_well_formed_named_and_takes_the_page_s_color(drawings, kind):
    drawing = drawings[kind]
    svg = ET.fromstring(drawing.svg())
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == drawing.alt
    assert svg.get("viewBox")
    text = drawing.svg()
    painted = set(re.findall(r"(?:fill|stroke)(?:: ?|=\")([^;\"]+)", text))
    assert painted <= {*PALETTE, NOISE, "none", "currentColor"}
    assert "currentColor" in painted
    # No style sheet that leaks into the page, no address of another place, no date.
    for intruder in ("<style", "http", "<metadata", "<?xml", "<!"):
        assert intruder not in text


def test_the_same_input_gives_the_same_bytes(drawings):
    for one, other in zip(drawings.values(), one_of_each().values(), strict=True):
        assert one.svg() == one.svg() == other.svg()


def test_ids_are_unique_in_a_page_and_every_reference_is_defined(drawings):
    text = "".join(drawing._repr_html_() for drawing in drawings.values())
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'(?:href="|url\()#([^")]+)', text)) <= set(ids)


def test_each_point_is_drawn_once_with_its_cluster_s_marker():
    svg = scatter_clusters(X, LABELS, alt="Six points.").svg()
    for label in (0, 1, 2):
        uses = re.findall(rf'<use href="#(\S+)"[^>]*fill: {PALETTE[label]}', svg)
        assert len(uses) == np.sum(label == LABELS)
        assert len(set(uses)) == 1
    assert len(re.findall(rf"<use [^>]*stroke: {NOISE}", svg)) == 1


def test_label_numbers_need_not_begin_at_zero_or_be_dense():
    svg = scatter_clusters(X, np.array([7, 7, 7, 50, 50, -1]), alt="Six points.").svg()
    assert PALETTE[7 % 6] in svg
    assert PALETTE[50 % 6] in svg


def test_many_points_become_one_image():
    rng = np.random.default_rng(0)
    many = rng.normal(size=(POINTS_AS_SHAPES + 1, 2))
    svg = scatter_clusters(many, alt="A cloud.").svg()
    assert "data:image/png;base64" in svg
    assert len(svg) < 200_000
    assert "<image" not in scatter_clusters(many[:-1], alt="A cloud.").svg()


def test_one_feature_lies_on_a_line_and_a_data_frame_names_the_axes():
    assert scatter_clusters(X[:, :1], alt="A line.").figure.axes[0].get_yticks().size == 0
    frame = pd.DataFrame(X, columns=["age", "income"])
    ax = scatter_clusters(frame, alt="Six.").figure.axes[0]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("age", "income")


def test_distances_are_true_where_the_ranges_allow_it():
    assert scatter_clusters(X, alt="Six.").figure.axes[0].get_aspect() == 1.0
    stretched = scatter_clusters(X * [1.0, 100.0], alt="Six.").figure.axes[0]
    assert stretched.get_aspect() == "auto"
    assert not even(np.array([[1.0, 5.0], [2.0, 5.0]]))
    assert even(np.array([[1.0, 5.0]]))


@pytest.mark.parametrize("alt", ["", "  ", None, 3])
def test_no_figure_without_words(alt):
    with pytest.raises(ValueError, match="say in words what the figure shows"):
        scatter_clusters(X, alt=alt)
    with pytest.raises(TypeError, match="alt"):
        bars(["a"], [1], xlabel="s")


def test_errors_name_the_argument_and_the_remedy():
    with pytest.raises(ValueError, match=r"X has shape \(2, 3\).*X\[:, :2\]"):
        plane(np.zeros((2, 3)))
    with pytest.raises(ValueError, match=r"labels has 2 entries for 6 points"):
        scatter_clusters(X, [0, 1], alt="Six.")
    with pytest.raises(ValueError, match=r"names has 2 entries for 6 points"):
        scatter_clusters(X, names="AB", alt="Six.")
    with pytest.raises(ValueError, match=r"centers has shape"):
        scatter_clusters(X, centers=np.zeros((2, 3)), alt="Six.")
    with pytest.raises(ValueError, match=r"y two has 2 entries for 3 points"):
        curve([1, 2, 3], {"one": [1, 2, 3], "two": [1, 2]}, alt="x", xlabel="x", ylabel="y")


def test_alternatives_are_escaped_and_kept_on_one_line():
    drawing = bars(["a"], [1], alt='1 < 2 &\n "so"', xlabel="s")
    assert ET.fromstring(drawing.svg()).get("aria-label") == '1 < 2 & "so"'


def test_a_row_keeps_every_alternative_and_wraps(drawings):
    row = side_by_side(*drawings.values(), alt="Three kinds of figure.")
    root = ET.fromstring(row._repr_html_())
    assert root.get("aria-label") == "Three kinds of figure."
    assert root.get("role") == "group"
    assert "flex-wrap:wrap" in root.get("style")
    labels = [e.get("aria-label") for e in root.iter() if e.get("role") == "img"]
    assert labels == ["Six points.", "Two lines.", "b is taller."]
    assert repr(row) == "Three kinds of figure. Six points. Two lines. b is taller."
    assert ET.fromstring(side_by_side(row.drawings[0])._repr_html_()).get("role") is None


@pytest.mark.parametrize(("name", "magic"), [("a.png", b"\x89PNG"), ("a.svg", b"<?xml")])
def test_saving_writes_a_file_that_says_nothing_of_the_day(drawings, tmp_path, name, magic):
    drawings["curve"].save(tmp_path / name)
    written = (tmp_path / name).read_bytes()
    assert written.startswith(magic)
    drawings["curve"].save(tmp_path / f"again-{name}")
    assert (tmp_path / f"again-{name}").read_bytes() == written


def test_drawing_leaves_the_settings_of_matplotlib_alone():
    before = dict(mpl.rcParams)
    bars(["a"], [1], alt="One.", xlabel="s").svg()
    assert dict(mpl.rcParams) == before


# Dendrograms

VILLAGES = np.array([[0.0], [2.0], [6.0], [8.0], [16.0], [18.0], [21.0]])


def brackets(drawing):
    """Return the four corners of each bracket, and its color, in the order of the merges."""
    lines = drawing.figure.axes[0].get_lines()
    return [(line.get_xydata(), line.get_color()) for line in lines if len(line.get_xdata()) == 4]


@pytest.mark.parametrize("method", ["single", "complete", "average", "ward"])
def test_brackets_are_those_of_scipy(method):
    Z = scipy_hierarchy.linkage(np.random.default_rng(3).normal(size=(40, 2)), method)
    theirs = scipy_hierarchy.dendrogram(Z, no_plot=True)
    # The two may swap arms: compare the heights of feet and top only.
    expected = sorted((*sorted((d[0], d[3])), d[1]) for d in theirs["dcoord"])
    ours = sorted(
        (*sorted((b[0, 1], b[3, 1])), b[1, 1]) for b, _ in brackets(dendrogram(Z, alt="A tree."))
    )
    np.testing.assert_allclose(ours, expected)


def test_arms_do_not_cross_and_stand_over_their_leaves():
    Z = scipy_hierarchy.linkage(np.random.default_rng(4).normal(size=(25, 2)), "average")
    ax = dendrogram(Z, alt="A tree.").figure.axes[0]
    leaves = [int(text.get_text()) for text in ax.get_xticklabels()]
    assert sorted(leaves) == list(range(25))
    place = {leaf: x for x, leaf in enumerate(leaves)}
    members = [[leaf] for leaf in range(25)]
    for (points, _), (a, b, height, size) in zip(
        brackets(dendrogram(Z, alt="A tree.")), Z, strict=True
    ):
        members.append(members[int(a)] + members[int(b)])
        span = sorted(place[leaf] for leaf in members[-1])
        assert span[-1] - span[0] == size - 1, "a branch is a run of leaves"
        left, right = sorted((points[0, 0], points[3, 0]))
        assert span[0] <= left < right <= span[-1]
        assert points[1, 1] == points[2, 1] == height


def test_a_cut_has_the_looks_of_its_labels():
    Z = scipy_hierarchy.linkage(VILLAGES, "single")
    drawing = dendrogram(Z, names="ABCDEFG", cut=3.0, alt="Three clusters.")
    ax = drawing.figure.axes[0]
    assert [text.get_text() for text in ax.get_xticklabels()] == list("ABCDEFG")
    labels = [0, 0, 1, 1, 2, 2, 2]
    markers = [line.get_marker() for line in ax.get_lines() if len(line.get_xdata()) == 1]
    assert markers == [MARKERS[label] for label in labels]
    colors = [color for _, color in brackets(drawing)]
    assert colors[:4] == [PALETTE[0], PALETTE[1], PALETTE[2], PALETTE[2]]
    assert not set(colors[4:]) & set(PALETTE), "above the cut a bracket has the color of the text"
    (level,) = (line for line in ax.get_lines() if line.get_linestyle() not in ("-", "None"))
    assert set(level.get_ydata()) == {3.0}


def test_a_dendrogram_is_a_drawing_like_the_others():
    Z = scipy_hierarchy.linkage(np.random.default_rng(0).normal(size=(60, 2)), "ward")
    one, same = (dendrogram(Z, cut=2.0, alt="Sixty points.").svg() for _ in range(2))
    assert one == same
    ET.fromstring(one)
    assert dendrogram(Z, alt="Sixty points.").figure.axes[0].get_xlabel() == "60 points"


def test_dendrogram_errors_name_the_argument():
    Z = scipy_hierarchy.linkage(VILLAGES)
    with pytest.raises(ValueError, match="names has 3 entries for 7 points"):
        dendrogram(Z, names="ABC", alt="A tree.")
    with pytest.raises(ValueError, match="at least two points"):
        dendrogram(np.empty((0, 4)), alt="A tree.")
    with pytest.raises(ValueError, match="heights in Z fall"):
        dendrogram([[0, 1, 2.0, 2], [2, 3, 1.0, 3]], alt="A tree.")
    with pytest.raises(ValueError, match="say in words"):
        dendrogram(Z, alt=" ")
