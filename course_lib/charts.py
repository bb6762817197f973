"""The flow charts of the course: how three methods run, and how to choose one."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from course_lib.drawing import Drawing
from course_lib.flowchart import Box, flowchart


class Chart(NamedTuple):
    """Boxes, arrows, and the chart in words.

    Parameters
    ----------
    boxes : mapping of str to Box
    arrows : sequence of tuples of 2 or 3 str
    alt : str
    """

    boxes: Mapping[str, Box]
    arrows: Sequence[tuple[str, ...]]
    alt: str


def draw(chart: Chart, title: str | None = None) -> Drawing:
    """Draw a chart.

    Parameters
    ----------
    chart : Chart
    title : str, optional

    Returns
    -------
    drawing : Drawing

    Examples
    --------
    >>> draw(KMEANS)
    Choose centers; then assign and move the centers, again and again, until no label changes.
    """
    return flowchart(chart.boxes, chart.arrows, alt=chart.alt, title=title)


def _loop(*texts: str, alt: str) -> Chart:
    """Return a chart that begins, repeats two steps until the answer is yes, and ends."""
    kinds = ("step", "step", "step", "question", "end")
    boxes = {
        name: Box(text, 0, row, kind)
        for row, (name, text, kind) in enumerate(zip("abcde", texts, kinds, strict=True))
    }
    arrows = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "b", "no"), ("d", "e", "yes")]
    return Chart(boxes, arrows, alt)


KMEANS = _loop(
    "Choose k centers",
    "Assign each point\nto its nearest center",
    "Move each center to\nthe mean of its points",
    "Did no label change?",
    "Labels and centers",
    alt="Choose centers; then assign and move the centers, again and again, until no label "
    "changes.",
)

EM = _loop(
    "Choose weights, means\nand covariances",
    "E: share out each point\namong the components",
    "M: weighted means, co-\nvariances and weights",
    "Does the likelihood\nhardly rise?",
    "Mixture and shares",
    alt="Choose a mixture; then share out the points and fit the mixture to the shares, again "
    "and again, until the likelihood hardly rises.",
)

DBSCAN = Chart(
    {
        "start": Box("All points unseen", 0, 0),
        "more": Box("An unseen point left?", 0, 1, "question"),
        "done": Box("Clusters and noise", 1, 1, "end"),
        "take": Box("Take it, count the\npoints within eps", 0, 2),
        "core": Box("At least min_samples?", 0, 3, "question"),
        "noise": Box("Noise, for now", 1, 3),
        "spread": Box("New cluster: spread\nfrom core to core", 0, 4),
        "seen": Box("Mark all these as seen", 0, 5),
    },
    [
        ("start", "more"),
        ("more", "done", "no"),
        ("more", "take", "yes"),
        ("take", "core"),
        ("core", "noise", "no"),
        ("core", "spread", "yes"),
        ("spread", "seen"),
        ("noise", "seen"),
        ("seen", "more"),
    ],
    alt="As long as a point is unseen: take it and count its neighbors. With too few, it is noise "
    "for now. Else a new cluster spreads from core point to core point. Mark all these as seen, "
    "and go back to the question.",
)

CHOOSE = Chart(
    {
        "scale": Box("Scale. Reduce if there\nare many columns.", 0, 0),
        "any": Box("Do shuffled columns\nscore as well?", 0, 1, "question"),
        "stop": Box("Stop: no groups\nto be found", 1, 1, "end"),
        "nested": Box("Do you want groups\nwithin groups?", 0, 2, "question"),
        "hierarchy": Box("Hierarchical\nclustering", 1, 2, "end"),
        "gaps": Box("Does empty space\npart the groups?", 0, 3, "question"),
        "density": Box("DBSCAN; HDBSCAN\nif some are looser", 1, 3, "end"),
        "odd": Box("Stretched, or of\nunequal spread?", 0, 4, "question"),
        "mixture": Box("Gaussian mixture", 1, 4, "end"),
        "k-means": Box("K-Means", 0, 5, "end"),
    },
    [
        ("scale", "any"),
        ("any", "stop", "yes"),
        ("any", "nested", "no"),
        ("nested", "hierarchy", "yes"),
        ("nested", "gaps", "no"),
        ("gaps", "density", "yes"),
        ("gaps", "odd", "no"),
        ("odd", "mixture", "yes"),
        ("odd", "k-means", "no"),
    ],
    alt="First scale, and reduce many columns. If shuffled columns score as well, stop. If you "
    "want groups within groups: hierarchical. If empty space parts the groups: DBSCAN, or HDBSCAN "
    "if some groups are looser. If they are stretched or of unequal spread: a mixture. Else "
    "K-Means.",
)
