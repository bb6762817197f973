"""Each piece of the sources that has a home is really there."""

import re
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
COVERAGE = yaml.safe_load((HERE / "coverage.yml").read_text())
PLACES = sorted({place for places in COVERAGE.values() for place in places})


def test_rows_are_named_once_and_well():
    keys = re.findall(r"^(\S+):", (HERE / "coverage.yml").read_text(), re.M)
    assert len(keys) == len(set(keys))
    assert all(re.fullmatch(r"S[0-4]-\d{3}", key) for key in keys)


@pytest.mark.parametrize("page", sorted({place.split("#")[0] for place in PLACES}))
def test_places_exist(page, site):
    built = site / Path(page).with_suffix(".html")
    assert (ROOT / page).exists()
    ids = {tag["id"] for tag in BeautifulSoup(built.read_text(), "html.parser").find_all(id=True)}
    anchors = {p.split("#")[1] for p in PLACES if p.startswith(f"{page}#")}
    ids |= {name.removeprefix("equation-") for name in ids}  # as Sphinx names them
    assert sorted(anchors - ids) == []
