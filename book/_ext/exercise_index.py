"""An index of all exercises, made when the book is built from the exercises that it found.

``{exercise-index} lecture`` lists the 24 exercises of the lecture chapter by number, and
``{exercise-index} own`` all others by page.
"""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

# The topic of each exercise of the lecture chapter: exercise 2 has the label ex-kmeans-02.
TOPICS = (
    "unsupervised kmeans choosing hierarchical dbscan kmeans metrics kmeans hierarchical dbscan "
    "gmm hierarchical kmeans choosing metrics kmeans dbscan gmm gmm customers gmm hdbscan "
    "choosing scale"
)
LECTURE = {f"ex-{topic}-{n:02}": n for n, topic in enumerate(TOPICS.split(), start=1)}


class exercise_index(nodes.General, nodes.Element):
    """The place of a table."""


class ExerciseIndex(SphinxDirective):
    """Ask for the table; it is filled in when all pages are read."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the place, on a page that is read again in each build."""
        which = self.arguments[0]
        if which not in ("lecture", "own"):
            raise self.error(f"exercise-index: {which!r} is neither `lecture` nor `own`")
        self.env.note_reread()
        return [exercise_index(which=which)]


def exercises(env) -> list[tuple[str, str, str]]:
    """Return label, title and page of each exercise, page by page, in the order of the page."""
    found = []
    for label, entry in getattr(env, "sphinx_exercise_registry", {}).items():
        if entry["type"].startswith("exercise"):
            heading = entry["node"].children[0]
            title = [part.astext() for part in heading if part.tagname == "exercise_subtitle"]
            found.append((label, " ".join(title) or label, entry["docname"]))
    return sorted(found, key=lambda exercise: exercise[2])


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the tables where they were asked for."""
    for place in list(doctree.findall(exercise_index)):
        found = exercises(app.env)
        numbered = place["which"] == "lecture"
        rows = [exercise for exercise in found if (exercise[0] in LECTURE) == numbered]
        if numbered:
            rows.sort(key=lambda exercise: LECTURE[exercise[0]])
        place.replace_self(_table(app, docname, rows, numbered))


def _table(app: Sphinx, docname: str, rows: list, numbered: bool) -> nodes.table:
    heads = ["number", "exercise", "page"][not numbered :]
    group = nodes.tgroup(cols=len(heads))
    group += [nodes.colspec(colwidth=1 if head == "number" else 4) for head in heads]
    head, body = nodes.thead(), nodes.tbody()
    head += _row(nodes.Text(text) for text in heads)
    for label, title, page in rows:
        of_page, to_page = (
            app.env.titles[page].astext(),
            app.builder.get_relative_uri(docname, page),
        )
        cells = [nodes.Text(str(LECTURE[label]))] if numbered else []
        cells.append(nodes.reference("", title, internal=True, refuri=f"{to_page}#{label}"))
        cells.append(nodes.reference("", of_page, internal=True, refuri=to_page))
        body += _row(cells)
    group += [head, body]
    table = nodes.table(classes=["exercise-index"])
    table += group
    return table


def _row(cells) -> nodes.row:
    row = nodes.row()
    for cell in cells:
        entry = nodes.entry()
        entry += nodes.paragraph("", "", cell)
        row += entry
    return row


def setup(app: Sphinx) -> dict:
    """Offer the directive."""
    app.add_node(exercise_index)
    app.add_directive("exercise-index", ExerciseIndex)
    app.connect("doctree-resolved", fill)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
