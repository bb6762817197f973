"""The build fails when it should and executes again when it should: tried on books of one page."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from sphinx.pycode import ModuleAnalyzer

ROOT = Path(__file__).resolve().parents[2]
EXTENSION = ROOT / "book" / "_ext" / "coursebook.py"
FAILING = """---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {name: python3, display_name: Python 3}
---

# One

```{code-cell} ipython3
1 / 0
```
"""
SOUND = """# One

:::{quiz}
question: 'Is $a$ the `first`?'
choices:
  - {text: 'Yes, $a$', right: true, why: 'See [the manual](https://example.org).'}
  - {text: 'No & never', why: 'It is.'}
:::

:::{quiz}
question: 'Which hold?'
choices:
  - {text: 'One', right: true, why: 'It does.'}
  - {text: 'Two', right: true, why: 'It does, too.'}
  - {text: 'Three', why: 'It does not.'}
:::
"""
FAULTY = """# One

{numref}`fig-nowhere`

:::{quiz}
question: 'No reason'
choices:
  - {text: 'Yes', right: true, why: 'So.'}
  - {text: 'No'}
:::

:::{quiz}
question: 'None right'
choices:
  - {text: 'Yes', why: 'So.'}
  - {text: 'No', why: 'So.'}
:::

:::{quiz}
question: "A \\mu"
choices: []
:::

:::{quiz}
- not a mapping
:::

Traceback (most recent call last)
"""


@pytest.fixture(scope="module")
def coursebook():
    spec = importlib.util.spec_from_file_location("coursebook", EXTENSION)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def start_build(folder: Path, page: str) -> subprocess.Popen:
    """Start to build a book of one page with the settings of the real one."""
    (folder / "book").mkdir(parents=True)
    for name in ("_ext", "_static", "_templates"):
        shutil.copytree(
            ROOT / "book" / name, folder / "book" / name, ignore=lambda *_: ["__pycache__"]
        )
    shutil.copy(ROOT / "book" / "references.bib", folder / "book")
    shutil.copy(ROOT / "_config.yml", folder)
    (folder / "_toc.yml").write_text(yaml.safe_dump({"format": "jb-book", "root": "book/one"}))
    (folder / "book" / "one.md").write_text(page)
    program = Path(sys.executable).with_name("jupyter-book")
    return subprocess.Popen(
        [program, "build", ".", "-n", "-W", "--keep-going"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )


@pytest.fixture(scope="module")
def builds(tmp_path_factory):
    """Build the three books at once; return code, log and page of each."""
    base = tmp_path_factory.mktemp("books")
    pages = {"sound": SOUND, "faulty": FAULTY, "failing": FAILING}
    started = {name: start_build(base / name, page) for name, page in pages.items()}
    done = {}
    for name, process in started.items():
        log, _ = process.communicate(timeout=120)
        done[name] = (process.returncode, log, base / name / "_build/html/book/one.html")
    return done


def test_a_sound_page_builds_and_a_quiz_is_a_native_form(builds):
    code, log, page = builds["sound"]
    assert code == 0, log
    one, many = BeautifulSoup(page.read_text(), "html.parser").select("form.quiz")
    assert [i["type"] for i in one.select("input")] == ["radio", "radio"]
    assert [i["type"] for i in many.select("input")] == ["checkbox"] * 3
    assert [i.has_attr("data-right") for i in one.select("input")] == [True, False]
    assert one.select_one("fieldset legend").get_text().startswith("Check yourself")
    assert one.select_one("legend .math")
    assert one.select_one("legend code").get_text() == "first"
    for text in one.select("input"):
        assert one.find("label", attrs={"for": text["id"]})
        assert one.find(id=f"{text['id']}-why")
    assert one.select_one("details .quiz-why a")["href"] == "https://example.org"
    assert one.select_one("[role=status]").get_text() == ""
    assert one.select_one("button").has_attr("hidden")
    assert "No & never" in one.select_one("details").get_text()


def test_each_fault_of_a_page_is_a_warning_with_its_line_and_fails_the_build(builds):
    code, log, _ = builds["faulty"]
    assert code != 0

    def line_of(text: str) -> int:
        return FAULTY.splitlines().index(text) + 1

    where = [line_of(f"question: {q}") - 1 for q in ("'No reason'", "'None right'", '"A \\mu"')]
    assert f"one.md:{where[0]}" in log
    assert "choice 2 has no `why`" in log
    assert f"one.md:{where[1]}" in log
    assert "no choice is marked `right: true`" in log
    assert f"one.md:{where[2] + 1}" in log
    assert "the body is not YAML" in log
    assert "the body needs exactly the keys" in log
    assert "fig-nowhere" in log
    assert "WARNING: the page shows a traceback" in log


def test_a_cell_that_fails_fails_the_build(builds):
    code, log, _ = builds["failing"]
    assert "executing 1 pages: one" in log
    assert code != 0
    assert "ZeroDivisionError" in log


def test_the_digest_knows_the_library_the_lock_and_the_data(coursebook, tmp_path):
    (tmp_path / "course_lib" / "data").mkdir(parents=True)
    (tmp_path / "book").mkdir()
    (tmp_path / "elsewhere").mkdir()
    code = tmp_path / "course_lib" / "kmeans.py"
    chapter = tmp_path / "book" / "chapter.md"

    def digest():
        return coursebook.course_digest(tmp_path, tmp_path / "elsewhere")

    seen = [digest()]
    for path in (
        code,
        tmp_path / "course_lib" / "data" / "points.csv",
        tmp_path / "uv.lock",
        tmp_path / "book" / "errata.yml",
        tmp_path / "elsewhere" / "retail.csv",
    ):
        path.write_text("1")
        seen.append(digest())
    code.write_text("2")
    seen.append(digest())
    code.rename(code.with_name("means.py"))
    seen.append(digest())
    assert len(set(seen)) == len(seen), "every change counts"

    chapter.write_text("a text")
    (tmp_path / "course_lib" / "__pycache__").mkdir()
    (tmp_path / "course_lib" / "__pycache__" / "kmeans.pyc").write_text("x")
    assert digest() == seen[-1], "the cache itself knows the text; compiled files say nothing"
    code.with_name("means.py").rename(code)
    assert digest() == seen[-2], "going back finds the old results"


def test_old_caches_are_dropped_and_the_present_one_is_kept(coursebook, tmp_path):
    class App:
        srcdir, outdir = tmp_path, tmp_path / "_build" / "html"

    class Config:
        nb_execution_cache_path = ""

    caches = tmp_path / "_build" / ".jupyter_cache"
    for age in range(9):
        (caches / f"old{age}").mkdir(parents=True)
        os.utime(caches / f"old{age}", (1000 - age, 1000 - age))
    config = Config()
    coursebook.name_execution_cache(App, config)
    left = {p.name for p in caches.iterdir()}
    present = Path(config.nb_execution_cache_path)
    assert present.name == coursebook.course_digest(tmp_path)
    assert present.name in left
    assert left - {present.name} == {f"old{age}" for age in range(coursebook.CACHES_KEPT - 1)}


def test_docstrings_for_readers_of_the_code_are_made_fit_for_the_page(coursebook):
    lines = [
        "The length |x|, see [12]_.",
        "In code ``a | b`` and `a | b`, but |x|.",
        ">>> a | b",
        "    ... | c [1]_",
        ".. [1] A. Author, a title",
        "   that goes on.",
    ]
    coursebook.plain_docstring(None, "function", "f", None, None, lines)
    assert lines == [
        r"The length \|x\|, see [12].",
        r"In code ``a | b`` and `a | b`, but \|x\|.",
        ">>> a | b",
        "    ... | c [1]_",
        "1. A. Author, a title",
        "   that goes on.",
    ]


def test_sources_are_read_as_sphinx_reads_them(coursebook):
    analyzer = ModuleAnalyzer.for_module("course_lib.kmeans")
    analyzer.find_tags()
    assert coursebook.read_source(None, "course_lib.kmeans") == (analyzer.code, analyzer.tags)
    assert "KMeans.fit" in analyzer.tags
    assert coursebook.read_source(None, "numpy.linalg") is None


def test_reading_a_source_imports_nothing():
    code = """
import sys
import coursebook
before = set(sys.modules)
assert "class DEC" in coursebook.read_source(None, "course_lib.deep")[0]
more = set(sys.modules) - before
assert more <= {"course_lib"}, more
"""
    places = {"PYTHONPATH": f"{EXTENSION.parent}{os.pathsep}{ROOT}"}
    subprocess.run([sys.executable, "-c", code], env=os.environ | places, check=True)
