"""Print the built book into one PDF: `make pdf`.

Chromium prints each page of `_build/html`, with folds open and formulas set; the prints are joined
in the order of the table of contents, with one bookmark a page.
"""

import io
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright
from pypdf import PdfWriter
from sphinx_external_toc.parsing import parse_toc_yaml

ROOT = Path(__file__).resolve().parents[2]
HTML = ROOT / "_build" / "html"
PDF = ROOT / "_build" / "pdf" / "clustering.pdf"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--no-first-run"]
MARGIN = {"top": "18mm", "bottom": "18mm", "left": "16mm", "right": "16mm"}
FOOTER = (
    '<div style="font-size: 8px; width: 100%; text-align: center">'
    '<span class="title"></span>, <span class="pageNumber"></span></div>'
)
OPEN_FOLDS = """async () => {
    document.documentElement.dataset.theme = "light";
    document.querySelectorAll("details").forEach(fold => { fold.open = true; });
    document.querySelectorAll(".toggle-hidden").forEach(
        fold => { fold.classList.remove("toggle-hidden"); });
    if (window.MathJax?.startup) await window.MathJax.startup.promise;
    await document.fonts.ready;
}"""


def pages(toc: Path) -> Iterator[str]:
    """Yield the names of the book's pages in reading order.

    Examples
    --------
    >>> next(pages(ROOT / "_toc.yml"))
    'book/index'
    """
    site_map = parse_toc_yaml(toc)

    def below(name: str) -> Iterator[str]:
        yield name
        for tree in site_map[name].subtrees:
            for item in tree.items:
                yield from below(str(item))

    yield from below(site_map.root.docname)


def printed(page: Page, built: Path) -> io.BytesIO:
    """Print one page."""
    page.goto(built.as_uri(), wait_until="load")
    page.evaluate(OPEN_FOLDS)
    return io.BytesIO(
        page.pdf(
            format="A4",
            margin=MARGIN,
            tagged=True,
            print_background=True,
            display_header_footer=True,
            header_template="<span></span>",
            footer_template=FOOTER,
        )
    )


def main() -> None:
    """Print all pages, or say what is missing."""
    if not (HTML / "index.html").exists():
        sys.exit("There is no book yet: run 'make book' first.")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    names = list(pages(ROOT / "_toc.yml"))
    book = PdfWriter()
    book.add_metadata({"/Title": "Clustering: from the first distance to production"})
    with sync_playwright() as driver:
        try:
            browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        except Error:
            sys.exit("No Chromium: install Debian's package `chromium`, then call this again.")
        page = browser.new_page(color_scheme="light")
        for number, name in enumerate(names, start=1):
            sheets = printed(page, HTML / f"{name}.html")
            title = page.title().split(" — ")[0]
            print(f"[{number}/{len(names)}] {title}", flush=True)
            book.append(sheets, outline_item=title)
        browser.close()
    PDF.parent.mkdir(parents=True, exist_ok=True)
    unfinished = PDF.with_suffix(".part")
    book.write(unfinished)
    unfinished.replace(PDF)
    print(f"{len(book.pages)} pages: {PDF.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
