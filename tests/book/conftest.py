"""The built book, and what a test needs to read it."""

import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def site() -> Path:
    """Return the folder of the built book."""
    folder = Path(os.environ.get("COURSE_SITE", ROOT / "_build" / "html"))
    if not (folder / "index.html").exists():
        missing = f"the book is not built: no index.html in {folder.name}; run `make book` first"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return folder


@pytest.fixture(scope="session")
def pages(site) -> list[Path]:
    """Return every page of the built book."""
    return sorted(p for p in site.rglob("*.html") if "_static" not in p.parts)


# What the prose claims ---------------------------------------------------------------------------


def prose(page: str) -> str:
    """Return the running text: no front matter, cells, tables, formulas, names or addresses."""
    page = page.split("---\n", 2)[2]
    page = re.sub(r"^(`{3,}).*?^\1", "", page, flags=re.M | re.S)
    page = re.sub(r"^\$\$.*?^\$\$.*?$", "", page, flags=re.M | re.S)
    page = re.sub(r"^\|.*\|$|^:label:.*$|^\(.*\)=$", "", page, flags=re.M)
    names = r"\{[\w:]+\}`.*?`|\]\(.*?\)|\{(?:solution|exercise).*|ex-\w+-\d+|lab\d+\w?-\w+"
    return re.sub(names, "", page.replace("{,}", ","))


def numbers(text: str) -> set[str]:
    """Return the numbers that claim something: fractions, decimals, and two digits or more."""
    return set(re.findall(r"\d+(?:,\d{3})+|\d+\.\d+|\d+/\d+|\d{2,}", text))


@pytest.fixture
def nothing_unheld(request):
    """Return a check that each number of the prose is held by a test.

    `held` names for each test of the module the numbers that it recomputes. A number that is new
    in the text fails until somebody holds it. What claims nothing about data is "free".
    """

    def check(held: dict[str, str], *pages: str) -> None:
        written = set().union(*(numbers(prose(page)) for page in pages))
        listed = {number for line in held.values() for number in line.split()}
        assert written - listed == set(), "no test holds these numbers of the text"
        assert listed - written == set(), "the text has none of these numbers any more"
        assert set(held) - {"free"} <= set(vars(request.module)), "these tests are gone"

    return check
