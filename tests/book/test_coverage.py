"""Each piece of the sources has a home that is really there, or a reason why it has none."""

import json
import re
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
COVERAGE = yaml.safe_load((HERE / "coverage.yml").read_text())
DROPPED = COVERAGE.pop("dropped", {})
PLACES = sorted({place for places in COVERAGE.values() for place in places})
# How many pieces the inventory counts in each of the five sources.
ROWS = {"S0": 59, "S1": 67, "S2": 197, "S3": 45, "S4": 118}


def homes(kind):
    return sorted({place.split("#")[0] for place in PLACES if place.startswith(kind)})


def anchors_in(home):
    return {p.split("#")[1] for p in PLACES if p.startswith(f"{home}#")}


def test_every_row_has_a_home_or_a_reason():
    rows = {f"{source}-{i:03}" for source, n in ROWS.items() for i in range(1, n + 1)}
    assert len(rows) == 486
    assert set(COVERAGE) | set(DROPPED) == rows
    assert all(COVERAGE.values())


def test_rows_are_named_once():
    keys = re.findall(r"^ *(S\S+):", (HERE / "coverage.yml").read_text(), re.M)
    assert len(keys) == len(set(keys))
    assert not set(COVERAGE) & set(DROPPED)


def test_few_rows_are_dropped_and_each_says_why():
    assert len(DROPPED) <= 10
    assert all(len(reason.split()) >= 4 for reason in DROPPED.values())


def test_places_are_pages_or_labs():
    assert sorted([*homes("book/"), *homes("labs/")]) == sorted(
        {place.split("#")[0] for place in PLACES}
    )


@pytest.mark.parametrize("page", homes("book/"))
def test_places_exist(page, site):
    built = site / Path(page).with_suffix(".html")
    assert (ROOT / page).exists()
    ids = {tag["id"] for tag in BeautifulSoup(built.read_text(), "html.parser").find_all(id=True)}
    ids |= {name.removeprefix("equation-") for name in ids}  # as Sphinx names them
    assert sorted(anchors_in(page) - ids) == []


@pytest.mark.parametrize("lab", homes("labs/"))
def test_lab_places_exist(lab):
    notebook = json.loads((ROOT / lab / f"{Path(lab).name}.ipynb").read_text())
    assert sorted(anchors_in(lab) - {cell["id"] for cell in notebook["cells"]}) == []
