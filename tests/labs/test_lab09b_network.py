"""What is special to lab 9b: in any cohort the day hides its flood, and yesterday shows it."""

from pathlib import Path

import nbformat
import numpy as np
import pytest
from sklearn.cluster import DBSCAN
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from grading.rehearsal import run_cell

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "solutions" / "lab09b-network" / "lab09b-network.ipynb"
ANSWERS = ["numbers", "onehot", "scale", "score", "limit", "detector", "unreached", "judge"]


@pytest.fixture(scope="module")
def names():
    """Return the setup, the reference answers and the verdicts."""
    cells = {cell.id: cell for cell in nbformat.read(SOURCE, 4).cells}
    names = {"__name__": "__main__"}
    for name in ["setup", *ANSWERS, "features", "look-methods"]:
        assert run_cell(cells[name], names) == ""
    return names


@pytest.mark.parametrize("cohort", range(2026, 2030))
def test_the_flood_hides_in_its_own_day(names, cohort):
    features, kind = names["features"], names["traffic"](cohort + 1, True)["kind"]
    clean = features(names["traffic"](cohort, False))
    day = features(names["traffic"](cohort + 1, True))
    noise = DBSCAN(eps=1.5, min_samples=18).fit_predict(names["scale"](day, day)) == -1
    alarm = names["detector"](clean[::2], clean[1::2], day, 20, 0.01, 0)
    assert noise[kind == "flood"].mean() == 0
    assert alarm[kind == "flood"].mean() == 1
    assert alarm[kind == "guess"].mean() < 0.2
    assert 0.002 < alarm[kind == "normal"].mean() < 0.02


def test_rows_are_those_of_scikit_learn(names):
    day, clean = names["today"], names["clean_rows"]
    coder = OneHotEncoder(categories=[names["PROTOCOLS"]], sparse_output=False)
    told = names["one_hot"](day["protocol"], names["PROTOCOLS"])
    assert np.array_equal(told, coder.fit_transform(day[["protocol"]]))
    X = names["features"](day)
    assert np.allclose(names["scale"](clean, X), StandardScaler().fit(clean).transform(X))


def test_model_answer_quotes_the_tables(names):
    verdicts, kinds = names["looked_methods"]
    accuracy, rate = verdicts["accuracy"].round(3), verdicts["false alarm rate"]
    assert accuracy["never an alarm"] == 0.926
    assert accuracy["centers of the day itself"] == 0.91
    assert accuracy["noise of the day itself"] == 0.934
    assert (kinds["guess"] == 0).all()
    assert kinds["flood"].tolist() == [0, 0, 0, 1, 1]
    assert round(rate["centers of yesterday"] * 2000) == 8
    assert verdicts.loc["centers of yesterday", ["precision", "recall"]].round(3).tolist() == [
        0.946,
        0.869,
    ]
