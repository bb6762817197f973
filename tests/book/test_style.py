"""The house style of chapters, as far as a program can see it."""

import ast
import re
from pathlib import Path
from statistics import median

import jupytext
import pytest

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "book"
CHAPTERS = sorted(BOOK.glob("[0-9][0-9]*.md"))
STARRED = re.compile(r"^\d\d[b-z]")  # an optional page beside its chapter: no least length
HIDING = {"remove-input", "hide-input", "remove-cell", "hide-cell"}
DRAWINGS = {"scatter_clusters", "curve", "bars", "dendrogram", "flowchart", "picture"}
TRACES = re.compile(r"^\w+_steps$|^Steps$")
ALGORITHMS = {"lloyd_steps", "spread_steps", "em_steps"}  # they end in _steps and draw nothing
# What a reader does rather than reads.
ASIDE = ("quiz", "exercise", "solution", "literalinclude", "bibliography", "figure", "glossary")

pytestmark = pytest.mark.skipif(not CHAPTERS, reason="there are no chapters yet")
each_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)


def cells(chapter: Path) -> tuple[list, list]:
    """Return a chapter's text cells and code cells."""
    notebook = jupytext.read(chapter, fmt="md:myst")
    text = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    return text, [cell for cell in notebook.cells if cell.cell_type == "code"]


def code_lines(source: str) -> int:
    """Count the lines that are not blank and not a comment."""
    lines = map(str.strip, source.splitlines())
    return sum(bool(line) and not line.startswith("#") for line in lines)


def prose(markdown: str) -> str:
    """Return the running text: no exercises, quizzes, formulas, code, labels or markup."""
    kept, fences = [], []
    for line in markdown.splitlines():
        fence = re.match(r"\s*(`{3,}|:{3,})(?:\{([\w:-]+)\})?", line)
        if fence and fence[2] is None and fences and fence[1].startswith(fences[-1][0]):
            fences.pop()
            continue
        if fence:
            fences.append((fence[1], fence[2] or "code"))
            continue
        aside = any(kind.startswith((*ASIDE, "code")) for _, kind in fences)
        if not aside and not re.match(r"\s*:[\w-]+:( |$)", line):
            kept.append(line)
    text = "\n".join(kept)
    text = re.sub(r"\$\$.*?\$\$(?: *\([\w-]+\))?", " ", text, flags=re.DOTALL)
    text = re.sub(r"\$[^$\n]+\$", " x ", text)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r"\{[\w:]+\}`([^`]*)`", r"\1", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"^\([\w-]+\)=$|[|*`#>-]+", " ", text, flags=re.MULTILINE)


def names_bound(tree: ast.AST) -> set[str]:
    """Return the names that a cell defines at its top level."""
    bound = set()
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            bound.add(node.name)
            continue
        for inner in ast.walk(node):
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                bound.add(inner.id)
            elif isinstance(inner, ast.alias):
                bound.add((inner.asname or inner.name).split(".")[0])
    return bound


def calls(tree: ast.AST, wanted) -> list[ast.Call]:
    """Return the calls of the functions that `wanted` accepts, by name."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if wanted(name):
                found.append(node)
    return found


@each_chapter
def test_a_chapter_is_as_long_as_one_sitting(chapter):
    text, _ = cells(chapter)
    words = len(re.findall(r"[^\W\d_][\w']*", prose("\n\n".join(cell.source for cell in text))))
    least = 0 if STARRED.match(chapter.stem) else 1000
    assert least <= words <= 2500, f"{words} words outside exercises, quizzes and code"


@each_chapter
def test_code_cells_are_short(chapter):
    lengths = [code_lines(cell.source) for cell in cells(chapter)[1]]
    assert max(lengths) <= 25
    if not STARRED.match(chapter.stem):
        assert median(lengths) <= 5, sorted(lengths)


@each_chapter
def test_no_hidden_cell_defines_what_a_reader_needs(chapter):
    hidden, needed = set(), set()
    for cell in cells(chapter)[1]:
        tree = ast.parse(cell.source)
        if HIDING & set(cell.metadata.get("tags", [])):
            hidden |= names_bound(tree)
        else:
            read = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
            needed |= (read - names_bound(tree)) & hidden
    assert not needed, f"defined out of sight, used in sight: {sorted(needed)}"


@each_chapter
def test_every_figure_says_what_it_shows(chapter):
    for cell in cells(chapter)[1]:
        tree = ast.parse(cell.source)
        for call in calls(tree, DRAWINGS.__contains__):
            said = {k.arg: k.value for k in call.keywords}
            assert "alt" in said, f"no alt= in: {ast.unparse(call)[:80]}"
            if isinstance(said["alt"], ast.Constant):
                assert len(said["alt"].value) >= 20, f"alt too short: {said['alt'].value!r}"
        for call in calls(tree, TRACES.match):
            if ast.unparse(call.func) not in ALGORITHMS:
                assert "title" in {k.arg for k in call.keywords}, ast.unparse(call)[:80]
    for cell in cells(chapter)[0]:
        assert "![](" not in cell.source, "a picture without words"


@each_chapter
def test_drawing_goes_through_the_library(chapter):
    for cell in cells(chapter)[1]:
        assert not re.search(r"\b(matplotlib|plt|seaborn|plotly)\b", cell.source), cell.source


@each_chapter
def test_text_names_no_cluster_by_color(chapter):
    text = prose("\n\n".join(cell.source for cell in cells(chapter)[0]))
    color = r"\b(?:red|blue|green|orange|purple|pink|violet|gr[ae]y|yellow|brown|gold)\b"
    thing = r"(?:\w+ )?(?:clusters?|groups?|points?|dots?|centers?|curves?|lines?|bars?|markers?)"
    found = re.findall(rf"{color} {thing}\b", text, re.IGNORECASE)
    assert not found, found


@each_chapter
def test_exercises_are_numbered_and_solved(chapter):
    number, topic = re.match(r"(\d\d)\w?-(\w+)", chapter.stem).groups()
    text = chapter.read_text()
    labels = re.findall(r"\{exercise(?:-start)?\}[^\n]*\n:label: (\S+)", text)
    if not labels and STARRED.match(chapter.stem):
        pytest.skip("a starred page needs no exercise")
    assert labels, f"chapter {number} has no exercise"
    plain = [label for label in labels if re.fullmatch(rf"ex-{topic}(?:-[a-z]+)*-\d\d", label)]
    assert plain == labels, set(labels) - set(plain)
    assert len(set(labels)) == len(labels)
    solved = re.findall(r"\{solution(?:-start)?\} (\S+)", text)
    assert sorted(solved) == sorted(labels), "each exercise has one folded solution"
    folded = re.findall(r"\{solution(?:-start)?\} \S+\n((?::[^\n]*\n)*)", text)
    assert all(":class: dropdown" in options for options in folded)


def test_every_module_is_on_the_library_s_page():
    page = (BOOK / "api.md").read_text()
    modules = {p.stem for p in (ROOT / "course_lib").glob("*.py") if p.stem != "__init__"}
    shown = set(re.findall(r"^\.\. automodule:: course_lib\.(\w+)$", page, re.MULTILINE))
    assert shown == modules, "book/api.md says in a comment how to add a module"


def test_every_chapter_is_in_the_table_of_contents():
    named = re.findall(r"^ *- file: book/(\S+)$", (ROOT / "_toc.yml").read_text(), re.MULTILINE)
    chapters = [name for name in named if re.match(r"\d\d", name)]
    assert chapters == [chapter.stem for chapter in CHAPTERS], "each once, in order"


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("One two.\n\n$$\na + b\n$$ (eq-a)\n\nthree", "One two three"),
        (":::{tip} Head\nkept\n:::\n", "kept"),
        (":::{exercise} E\n:label: ex-a-01\nnot kept\n:::\nkept", "kept"),
        (
            "::::{admonition} A\nkept\n:::{quiz}\nquestion: no\n:::\nalso\n::::\nend",
            "kept also end",
        ),
        ("```python\nnot kept\n```\nSee [the page](a.md) and {eq}`b`.", "See the page and b"),
    ],
)
def test_prose_is_what_a_reader_reads(markdown, words):
    assert re.findall(r"\w+", prose(markdown)) == words.split()
