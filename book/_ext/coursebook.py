"""What this book needs of Sphinx and no extension gives.

- Pages are executed again when `course_lib`, the data or the lock file change, not only when their
  own text changes (`course_digest`), and several at a time (`execute_side_by_side`).
- MathJax is served from the book itself (`copy_mathjax`).
- `quiz` is a question that a reader answers and checks in the page, with a reason a choice.
- Docstrings written for readers of the code need no markup of their own (`plain_docstring`).
- The pages with the source of the library are made without importing it (`read_source`).
- A built page that shows a traceback makes the build fail (`warn_of_tracebacks`).
"""

import hashlib
import os
import re
import shutil
from importlib import import_module
from importlib.util import find_spec
from logging import WARNING, getLogger
from pathlib import Path

import yaml
from docutils import nodes
from jupyter_cache import get_cache
from jupyter_cache.executors import load_executor
from myst_nb.core.read import is_myst_markdown_notebook
from sphinx.application import Sphinx
from sphinx.pycode import ModuleAnalyzer
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.fileutil import copy_asset_file

logger = logging.getLogger(__name__)

CACHES_KEPT = 4
READ_BY_PAGES = (
    "course_lib/**/*",
    "uv.lock",
    "book/*.yml",
    "book/results/*.yml",
    "book/*.json",
    "bench/*.json",
)
REPEATED_IDS = {"proof", "proof-content", "exercise-content", "solution-content"}
TRACEBACKS = ('class="output traceback', "Traceback (most recent call last)")


# The execution cache -----------------------------------------------------------------------------


def course_digest(root: Path, data: Path | None = None) -> str:
    """Return a name for the state of all that a page's numbers depend on, besides the page itself.

    Parameters
    ----------
    root : Path
        The folder with `course_lib`, `book`, `bench` and `uv.lock`.
    data : Path, optional
        The folder of real data files. Their names, sizes and times are read, not their bytes.
    """
    digest = hashlib.sha256()
    sources = [p for pattern in READ_BY_PAGES for p in root.glob(pattern) if p.is_file()]
    for path in sorted(set(sources)):
        if "__pycache__" not in path.parts:
            digest.update(path.relative_to(root).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    if data and data.is_dir():
        for path in sorted(p for p in data.rglob("*") if p.is_file()):
            stat = path.stat()
            name = path.relative_to(data).as_posix()
            digest.update(f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}\0".encode())
    return digest.hexdigest()[:16]


def name_execution_cache(app: Sphinx, config) -> None:
    """Give every state of the library a cache of its own, and drop the oldest caches."""
    data = os.environ.get("COURSE_DATA")
    caches = Path(app.outdir).parent / ".jupyter_cache"
    cache = caches / course_digest(Path(app.srcdir), Path(data) if data else None)
    cache.mkdir(parents=True, exist_ok=True)
    cache.touch()
    newest_first = sorted(caches.iterdir(), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in newest_first[CACHES_KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
    # A changed value of this setting also makes Sphinx read every page again.
    config.nb_execution_cache_path = str(cache)


def execute_side_by_side(app: Sphinx, env, names: list[str]) -> None:
    """Execute the pages that are about to be read, as many at a time as there are processors.

    Sphinx would do one after the other. It finds the results in the cache. A page that fails here
    is not in the cache: it fails again, and is reported, when Sphinx reads it.
    """
    if app.config.nb_execution_mode != "cache":
        return
    cache = get_cache(app.config.nb_execution_cache_path)
    pages = [path for path in map(Path, map(env.doc2path, names)) if path.suffix == ".md"]
    pages = [str(p) for p in pages if is_myst_markdown_notebook(p.read_text("utf-8"))]
    for page in pages:
        cache.add_nb_to_project(page, read_data={"name": "myst_nb_md", "type": "plugin"})
    todo = [Path(record.uri).stem for record in cache.list_unexecuted(pages)] if pages else []
    if todo:
        logger.info("executing %d pages: %s", len(todo), " ".join(sorted(todo)))
        quiet = getLogger("jupyter_cache")
        quiet.setLevel(WARNING)
        executor = load_executor("local-parallel", cache, quiet)
        executor.run_and_cache(filter_uris=pages, timeout=app.config.nb_execution_timeout)


# Mathematics -------------------------------------------------------------------------------------


def copy_mathjax(app: Sphinx) -> None:
    """Copy the part of MathJax that the book uses: one script, its fonts, its extensions."""
    if app.builder.format != "html":
        return
    package = find_spec("sphinx-mathjax-offline")
    source = Path(package.origin).parent / "static" / "mathjax"
    target = Path(app.outdir) / "_static" / "mathjax"
    parts = [
        source / "tex-chtml.js",
        source / "a11y" / "assistive-mml.js",
        *source.glob("input/tex/extensions/*.js"),
        *source.glob("output/chtml/fonts/woff-v2/*"),
    ]
    for part in parts:
        folder = target / part.relative_to(source).parent
        folder.mkdir(parents=True, exist_ok=True)
        copy_asset_file(str(part), str(folder))


# Questions ---------------------------------------------------------------------------------------


class quiz(nodes.General, nodes.Element):
    """A question with its choices."""


class quiz_question(nodes.TextElement):
    """What is asked."""


class quiz_choice(nodes.TextElement):
    """A choice to tick."""


class quiz_reason(nodes.TextElement):
    """Why a choice is right or wrong."""


class Quiz(SphinxDirective):
    """Read a question from a YAML body: `question`, and `choices` of `text`, `why`, `right`."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the question, or one warning that says what is wrong with it."""
        try:
            question, choices = self._read()
        except QuizError as error:
            path, line = self.get_source_info()
            logger.warning("quiz: %s", error, location=f"{path}:{line + error.offset}")
            return []
        name = nodes.make_id(f"quiz-{self.env.docname}-{self.env.new_serialno('quiz') + 1}")
        several = sum(bool(choice.get("right")) for choice in choices) > 1
        node = quiz(ids=[name], several=several)
        self.set_source_info(node)
        node += self._inline(quiz_question(), question)
        for number, choice in enumerate(choices, start=1):
            marks = {"right": bool(choice.get("right")), "name": name, "number": number}
            node += self._inline(quiz_choice(several=several, **marks), choice["text"])
            node += self._inline(quiz_reason(**marks), choice["why"])
        return [node]

    def _read(self) -> tuple[str, list[dict]]:
        try:
            body = yaml.safe_load("\n".join(self.content))
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or str(error)
            advice = "write texts with a colon, a quote or a backslash in 'single quotes'"
            raise QuizError(
                f"the body is not YAML: {problem} ({advice})", mark.line + 1 if mark else 0
            ) from None
        if not isinstance(body, dict) or set(body) != {"question", "choices"}:
            raise QuizError("the body needs exactly the keys `question` and `choices`")
        choices = body["choices"]
        if not isinstance(choices, list) or len(choices) < 2:
            raise QuizError("`choices` needs a list of at least two choices")
        for number, choice in enumerate(choices, start=1):
            if not isinstance(choice, dict) or not choice.get("text"):
                raise QuizError(f"choice {number} has no `text`")
            if not choice.get("why"):
                raise QuizError(f"choice {number} has no `why`: say why it is right or wrong")
            unknown = set(choice) - {"text", "why", "right"}
            if unknown:
                raise QuizError(f"choice {number} has unknown keys: {', '.join(sorted(unknown))}")
        if not any(choice.get("right") for choice in choices):
            raise QuizError("no choice is marked `right: true`")
        return body["question"], choices

    def _inline(self, node: nodes.Element, text: str) -> nodes.Element:
        children, messages = self.state.inline_text(str(text), self.lineno)
        node += children
        node += messages
        return node


class QuizError(ValueError):
    """A question that cannot be read; `offset` counts the lines below the directive's first."""

    def __init__(self, problem: str, offset: int = 0):
        super().__init__(problem)
        self.offset = offset


def visit_quiz(translator, node: quiz) -> None:
    """Open the form; the reasons wait in a fold that the script takes apart."""
    (name,) = node["ids"]
    question, rest = node.children[0], node.children[1:]
    out = translator.body.append
    hint = "Tick all that hold." if node["several"] else "Choose one."
    out(f'<form class="quiz" id="{name}"><fieldset><legend>')
    out('<span class="quiz-label">Check yourself</span> ')
    question.walkabout(translator)
    out(f'</legend><p class="quiz-hint">{hint}</p>')
    for choice in rest[::2]:
        out('<div class="quiz-choice">')
        choice.walkabout(translator)
        out("</div>")
    out('</fieldset><button type="submit" class="quiz-check" hidden>Check</button>')
    out('<p class="quiz-status" role="status"></p>')
    out('<details class="quiz-answers"><summary>Answers and reasons</summary><ol>')
    for choice, reason in zip(rest[::2], rest[1::2], strict=True):
        out("<li>")
        for child in choice.children:
            child.walkabout(translator)
        out(" ")
        reason.walkabout(translator)
        out("</li>")
    out("</ol></details></form>")
    raise nodes.SkipNode


def visit_question(translator, node: quiz_question) -> None:
    """Open the question."""
    translator.body.append('<span class="quiz-question">')


def depart_span(translator, node: nodes.Element) -> None:
    """Close what a question or a reason opened."""
    translator.body.append("</span>")


def visit_choice(translator, node: quiz_choice) -> None:
    """Open a label with its button."""
    kind = "checkbox" if node["several"] else "radio"
    right = " data-right" if node["right"] else ""
    name, number = node["name"], node["number"]
    translator.body.append(
        f'<input type="{kind}" name="{name}" id="{name}-{number}"{right}>'
        f'<label for="{name}-{number}">'
    )


def depart_choice(translator, node: quiz_choice) -> None:
    """Close the label."""
    translator.body.append("</label>")


def visit_reason(translator, node: quiz_reason) -> None:
    """Open a reason, which begins with the verdict."""
    verdict = "Right." if node["right"] else "Not so."
    name = f"{node['name']}-{node['number']}-why"
    translator.body.append(f'<span class="quiz-why" id="{name}"><strong>{verdict}</strong> ')


def pass_by(translator, node: nodes.Element) -> None:
    """Show the plain children, for builders other than HTML."""


# The library's page ------------------------------------------------------------------------------


def plain_docstring(app: Sphinx, what, name, obj, options, lines: list[str]) -> None:
    """Take bars for bars, as in the norm of x, and numbered references for a numbered list.

    All docstrings stand on one page, where each would define the footnote 1 anew.
    """
    for i, line in enumerate(lines):
        if line.lstrip().startswith((">>>", "...")):
            continue
        line = re.sub(r"^(\s*)\.\. \[(\d+)\] ", r"\1\2. ", line)
        line = re.sub(r"\[(\d+)\]_", r"[\1]", line)
        between_code = re.split(r"(`+[^`]*`+)", line)
        between_code[::2] = [part.replace("|", r"\|") for part in between_code[::2]]
        lines[i] = "".join(between_code)


def leave_fields_to_the_docstring(app: Sphinx, what, name, obj, skip, options) -> bool | None:
    """Skip the fields of named tuples: the docstring of the tuple tells them with their shapes."""
    return True if type(obj).__name__ == "_tuplegetter" else None


def find_where_defined(app: Sphinx, env, node: nodes.Element, content: nodes.Element):
    """Resolve a name that a module only passes on: it is described where it is defined."""
    module, _, name = node.get("reftarget", "").rpartition(".")
    if node.get("refdomain") != "py" or not module.startswith("course_lib."):
        return None
    try:
        defined = getattr(import_module(module), name).__module__
    except (ImportError, AttributeError):
        return None
    if defined == module:
        return None
    domain, target = env.get_domain("py"), f"{defined}.{name}"
    place = node.get("refdoc", env.docname)
    return domain.resolve_xref(env, place, app.builder, node["reftype"], target, node, content)


# Repairs -----------------------------------------------------------------------------------------


def drop_repeated_ids(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Take away the ids that sphinx-proof and sphinx-exercise give to every box alike."""
    for node in doctree.findall(nodes.Element):
        if REPEATED_IDS & set(node.get("ids", ())):
            node["ids"] = [name for name in node["ids"] if name not in REPEATED_IDS]


# Guard -------------------------------------------------------------------------------------------


def warn_of_tracebacks(app: Sphinx, exception: Exception | None) -> None:
    """Warn of every built page that shows a traceback; under `-W` the build then fails."""
    if exception or app.builder.format != "html":
        return
    for docname in sorted(app.env.found_docs):
        page = Path(app.builder.get_outfilename(docname))
        if page.exists() and any(sign in page.read_text("utf-8") for sign in TRACEBACKS):
            logger.warning("the page shows a traceback", location=docname)


def read_source(app: Sphinx, modname: str) -> tuple[str, dict] | None:
    """Return the text of a module of the course, and where in it each name is defined.

    Sphinx would import the module for that, with TensorFlow behind it: half of a short build.
    """
    spec = find_spec(modname) if modname.startswith("course_lib") else None
    if spec is None or spec.origin is None:
        return None
    analyzer = ModuleAnalyzer.for_file(spec.origin, modname)
    analyzer.find_tags()
    return analyzer.code, analyzer.tags


def setup(app: Sphinx) -> dict:
    """Connect all of the above."""
    plain = dict.fromkeys(("latex", "text", "man", "texinfo"), (pass_by, pass_by))
    app.add_node(quiz, html=(visit_quiz, None), **plain)
    app.add_node(quiz_question, html=(visit_question, depart_span), **plain)
    app.add_node(quiz_choice, html=(visit_choice, depart_choice), **plain)
    app.add_node(quiz_reason, html=(visit_reason, depart_span), **plain)
    app.add_directive("quiz", Quiz)
    app.connect("config-inited", name_execution_cache)
    app.connect("env-before-read-docs", execute_side_by_side)
    app.connect("builder-inited", copy_mathjax)
    app.connect("autodoc-process-docstring", plain_docstring)
    app.connect("autodoc-skip-member", leave_fields_to_the_docstring)
    app.connect("viewcode-find-source", read_source)
    app.connect("missing-reference", find_where_defined)
    app.connect("doctree-resolved", drop_repeated_ids)
    app.connect("build-finished", warn_of_tracebacks)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
