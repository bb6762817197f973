"""The built pages: whole, silent toward the network, readable by all, and without the answers."""

import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
import yaml
from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[2]
N_PARTS = 8
ABROAD = ("http:", "https:", "//")


@cache
def soup_of(page: Path) -> BeautifulSoup:
    """Return a parsed page."""
    return BeautifulSoup(page.read_text("utf-8"), "html.parser")


@cache
def anchors_of(page: Path) -> set[str]:
    """Return all that a link into the page can name."""
    tags = soup_of(page).find_all(lambda tag: tag.has_attr("id") or tag.has_attr("name"))
    return {tag[name] for tag in tags for name in ("id", "name") if tag.has_attr(name)}


def chapters_of_toc() -> list[str]:
    """Return the pages that _toc.yml names, as it names them."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text())
    found, open_ = [toc["root"]], [toc]
    while open_:
        node = open_.pop()
        for child in node.get("parts", []) + node.get("chapters", []) + node.get("sections", []):
            found += [child["file"]] if "file" in child else []
            open_.append(child)
    return found


# Links -------------------------------------------------------------------------------------------


def test_every_local_link_and_anchor_exists(site, pages):
    broken = []
    for page in pages:
        for tag in soup_of(page).find_all(True):
            for name in ("href", "src", "data", "poster"):
                link = tag.get(name, "")
                if not isinstance(link, str) or link.startswith((*ABROAD, "data:", "mailto:")):
                    continue
                parts = urlsplit(link)
                target = page
                if parts.path:
                    target = (page.parent / unquote(parts.path)).resolve()
                if not target.is_relative_to(site.resolve()):
                    if target != page:
                        broken.append(f"{page.name}: {link} leads out of the book")
                elif not target.exists():
                    broken.append(f"{page.name}: {link} does not exist")
                elif target.suffix == ".html" and parts.fragment:
                    known = anchors_of(target)
                    if unquote(parts.fragment) not in known:
                        broken.append(f"{page.name}: {link} has no such anchor")
    assert not broken, "\n".join(sorted(set(broken)))


def test_ids_are_unique_in_each_page(pages):
    twice = []
    for page in pages:
        seen = set()
        for tag in soup_of(page).find_all(id=True):
            if tag["id"] in seen:
                twice.append(f"{page.name}: {tag['id']}")
            seen.add(tag["id"])
    assert not twice, "\n".join(twice)


def test_no_page_loads_anything_from_elsewhere(pages):
    loads = []
    for page in pages:
        for tag in soup_of(page).find_all(["script", "img", "iframe", "source", "link", "object"]):
            if tag.name == "link" and not {"stylesheet", "preload", "icon"} & set(tag["rel"]):
                continue
            address = tag.get("src") or tag.get("href") or tag.get("data") or ""
            if address.startswith(ABROAD):
                loads.append(f"{page.name}: {address}")
    assert not loads, "\n".join(loads)


def test_mathjax_and_what_it_loads_by_name_are_in_the_book(site):
    mathjax = site / "_static" / "mathjax"
    assert (mathjax / "tex-chtml.js").exists()
    assert (mathjax / "a11y" / "assistive-mml.js").exists()
    assert len(list((mathjax / "output/chtml/fonts/woff-v2").glob("*.woff"))) > 20


# Pages -------------------------------------------------------------------------------------------


def test_the_built_pages_are_those_of_the_table_of_contents(site):
    built = {
        p.relative_to(site / "_sources").with_suffix("").as_posix()
        for p in (site / "_sources").rglob("*")
        if p.suffix in {".md", ".ipynb", ".rst", ".txt"}
    }
    built = {re.sub(r"\.(md|ipynb|rst)$", "", name) for name in built}
    assert built == set(chapters_of_toc())
    for name in built:
        assert (site / f"{name}.html").exists(), name


def test_every_page_leads_to_every_page_of_the_table_of_contents(site):
    page = site / f"{chapters_of_toc()[0]}.html"
    sidebar = soup_of(page).select_one(".bd-sidebar-primary")
    linked = {
        (page.parent / urlsplit(a["href"]).path).resolve() for a in sidebar.select("a[href]")
    }
    for name in chapters_of_toc()[1:]:
        assert (site / f"{name}.html").resolve() in linked, name


def test_no_page_shows_a_traceback(pages):
    for page in pages:
        text = page.read_text("utf-8")
        assert "Traceback (most recent call last)" not in text, page.name
        assert 'class="output traceback' not in text, page.name
        assert 'class="output stderr' not in text, page.name


def test_every_picture_says_what_it_shows(site):
    silent = []
    for page in (site / f"{name}.html" for name in chapters_of_toc()):
        shown = ":not([aria-hidden=true], [aria-hidden=true] *)"
        for tag in soup_of(page).select(f".bd-article img{shown}, .bd-article svg{shown}"):
            said = tag.get("alt") or tag.get("aria-label") or ""
            if len(said) < 10:
                silent.append(f"{page.name}: {str(tag)[:80]}")
    assert not silent, "\n".join(silent)


# Leaks -------------------------------------------------------------------------------------------


def answers() -> dict[str, str]:
    """Return the lines of the solutions that say something, each with the lab it belongs to.

    A line says something when it is long, imports nothing, and is no line of the released labs or
    of the library, which the book shows by intention.
    """
    public = "\n".join(p.read_text() for p in (ROOT / "course_lib").rglob("*.py"))
    for lab in (ROOT / "labs").rglob("*.ipynb"):
        public += "\n".join(cell.source for cell in nbformat.read(lab, as_version=4).cells)
    public = squeeze(public)
    found = {}
    for source in (ROOT / "solutions").rglob("*.ipynb"):
        for cell in nbformat.read(source, as_version=4).cells:
            for block in re.findall(
                r"### BEGIN (?:SOLUTION|HIDDEN TESTS)\n(.*?)### END", cell.source, re.DOTALL
            ):
                lines = (line.strip() for line in block.splitlines())
                told = (line for line in lines if not line.startswith(("import ", "from ")))
                for line in map(squeeze, told):
                    if len(line) >= 25 and line not in public:
                        found[line] = source.parent.name
    return found


def squeeze(text: str) -> str:
    """Return the text without blanks, so that a line break or a style hides nothing."""
    return re.sub(r"\s+", "", text)


def built_texts(site: Path) -> dict[str, str]:
    """Return all that a reader of the built book can get at, as plain text."""
    texts = {}
    for path in sorted(site.rglob("*")):
        if path.suffix == ".html" and "_static" not in path.parts:
            texts[str(path.relative_to(site))] = soup_of(path).get_text()
        elif path.name == "searchindex.js" or ("_sources" in path.parts and path.is_file()):
            texts[str(path.relative_to(site))] = path.read_text("utf-8")
    return texts


def test_the_scan_for_leaks_has_something_to_look_for():
    if not list((ROOT / "solutions").rglob("*.ipynb")):
        pytest.skip("there are no solutions here to leak")
    assert len(answers()) >= 5


def test_no_answer_and_no_hidden_test_is_in_the_book(site):
    secret, leaks = answers(), []
    for name, text in built_texts(site).items():
        for marker in ("### BEGIN SOLUTION", "### BEGIN HIDDEN TESTS"):
            if marker in text:
                leaks.append(f"{name}: {marker}")
        text = squeeze(text)
        leaks += [f"{name}: {lab}: {line}" for line, lab in secret.items() if line in text]
    assert not leaks, "\n".join(leaks)


def test_no_file_of_labs_or_solutions_is_in_the_book(site):
    for path in site.rglob("*"):
        parts = set(path.relative_to(site).parts)
        assert not parts & {"solutions", "grading", "tests"}, path
        assert path.suffix != ".ipynb", path


# In the browser ----------------------------------------------------------------------------------


def go(page, address: str, scripts: bool = True) -> None:
    """Open an address and wait until its formulas are set."""
    page.goto(address)
    if scripts:
        page.evaluate("() => window.MathJax?.startup?.promise?.then(() => 0)")


@pytest.fixture
def watched(chromium):
    """Return a way to open a page that notes what the page asks for and complains of."""
    contexts = []

    def open_(address: str, mode: str = "light", width: int = 1280, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=mode, **options
        )
        contexts.append(context)
        page, noted = context.new_page(), []
        page.on("request", lambda r: noted.append(r.url) if r.url.startswith("http") else None)
        page.on("requestfailed", lambda r: noted.append(f"failed: {r.url}"))
        page.on("pageerror", lambda e: noted.append(f"error: {e}"))
        page.on(
            "console",
            lambda m: (
                noted.append(f"{m.type}: {m.text}") if m.type in {"error", "warning"} else None
            ),
        )
        go(page, address, options.get("java_script_enabled", True))
        return page, noted

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.browser
@pytest.mark.parametrize("part", range(N_PARTS))
@pytest.mark.parametrize(
    ("mode", "width"),
    [
        ("light", 1280),
        ("dark", 390),
        pytest.param("light", 390, marks=pytest.mark.slow),
        pytest.param("dark", 1280, marks=pytest.mark.slow),
    ],
)
def test_pages_are_silent_accessible_and_fit(pages, site, watched, mode, width, part):
    """In parts, for workers to share. Contrast on long pages takes most of the time."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    complaints = []
    source = next(p for p in pages if "_modules" in p.parts)  # one stands for all of its kind
    chosen = [p for p in pages if "_modules" not in p.parts and soup_of(p).main] + [source]
    page, noted = watched(chosen[part].as_uri(), mode, width)
    for path in chosen[part::N_PARTS]:
        go(page, path.as_uri())
        name = path.relative_to(site)
        complaints += [f"{name}: {note}" for note in noted]
        noted.clear()
        if page.evaluate("document.documentElement.scrollWidth") > width:
            complaints.append(f"{name}: scrolls sideways")
        options = {"resultTypes": ["violations"], "preload": False}
        for violation in axe.run(page, options=options).response["violations"]:
            where = violation["nodes"][0]["html"][:150]
            complaints.append(f"{name}: {violation['id']} ({violation['impact']}): {where}")
    assert not complaints, "\n".join(complaints)


@pytest.mark.browser
def test_search_works_by_double_click(site, watched):
    page, noted = watched(f"{(site / 'search.html').as_uri()}?q=cluster")
    page.wait_for_selector("#search-results li")
    # The extracts below the results need a server; the results do not.
    assert not [note for note in noted if note.startswith("http")]


@pytest.mark.browser
def test_formulas_speak_to_screen_readers(pages, watched):
    path = next(p for p in pages if soup_of(p).select("div.math"))
    page, _ = watched(path.as_uri())
    formulas = page.locator("mjx-container").count()
    assert formulas > 0
    assert page.locator("mjx-container > mjx-assistive-mml > math").count() == formulas
    assert page.locator("mjx-merror").count() == 0


@pytest.mark.browser
def test_a_stepped_figure_turns_by_keyboard(site, pages, watched):
    path = next((p for p in pages if soup_of(p).select(".course-steps")), None)
    if path is None:
        pytest.skip("no page has a stepped figure")
    page, noted = watched(path.as_uri())
    figure = page.locator(".course-steps").first
    captions = [c.strip() for c in figure.locator("details li").all_text_contents()]
    caption, slider = figure.locator(".steps-caption"), figure.locator("input")
    svg, first_shape = figure.locator("svg"), figure.locator(".steps-points use").first
    assert caption.text_content() == captions[0]
    before = first_shape.get_attribute("href")
    figure.get_by_role("button", name="Next").focus()
    page.keyboard.press("Enter")
    assert caption.text_content() == captions[1]
    assert captions[1] in svg.get_attribute("aria-label")
    assert first_shape.get_attribute("href") != before
    page.keyboard.press("Space")
    assert caption.text_content() == captions[2]
    slider.focus()
    page.keyboard.press("End")
    assert caption.text_content() == captions[-1]
    figure.get_by_role("button", name="Next").press("Enter")
    assert caption.text_content() == captions[-1]
    assert figure.get_by_role("button", name="Next").get_attribute("aria-disabled") == "true"
    slider.focus()
    page.keyboard.press("Home")
    assert caption.text_content() == captions[0]
    assert first_shape.get_attribute("href") == before
    shown = "els => els.filter(e => getComputedStyle(e).display !== 'none').length"
    assert figure.locator(".steps-marks").evaluate_all(shown) == 1
    assert not noted


@pytest.mark.browser
def test_every_quiz_can_be_answered_by_keyboard(site, pages, watched):
    asked = 0
    for path in pages:
        if not soup_of(path).select("form.quiz"):
            continue
        page, _ = watched(path.as_uri())
        for form in page.locator("form.quiz").all():
            asked += 1
            status, check = form.get_by_role("status"), form.get_by_role("button")
            assert form.locator(".quiz-why:visible").count() == 0
            check.focus()
            page.keyboard.press("Enter")
            assert "Choose" in status.text_content()
            wrong = form.locator("input:not([data-right])").first
            if wrong.count():
                wrong.focus()
                page.keyboard.press("Space")
                check.press("Enter")
                assert "Not yet" in status.text_content()
                assert form.locator(".quiz-why:visible").count() == 1
                if wrong.get_attribute("type") == "checkbox":
                    wrong.press("Space")
            for right in form.locator("input[data-right]").all():
                right.focus()
                page.keyboard.press("Space")
            check.press("Enter")
            assert status.text_content().startswith("Right.")
            assert form.locator(".quiz-why:visible").count() == form.locator("input").count()
    if not asked:
        pytest.skip("no page has a quiz")


@pytest.mark.browser
def test_without_scripts_everything_can_still_be_read(pages, watched):
    for path in pages:
        if not soup_of(path).select("form.quiz, .course-steps"):
            continue
        page, _ = watched(path.as_uri(), java_script_enabled=False)
        for summary in page.locator("form.quiz summary, .course-steps summary").all():
            summary.click()
        for reason in page.locator(".quiz-why, .course-steps details li").all():
            assert reason.is_visible()
        assert page.locator(".quiz-check:visible, .steps-controls:visible").count() == 0


def test_the_scripts_ask_for_nothing(site):
    for script in (ROOT / "book" / "_static").glob("*.js"):
        assert not re.search(r"fetch\(|XMLHttp|https?:|import\(", script.read_text()), script.name
