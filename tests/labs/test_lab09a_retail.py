"""What is special to lab 9a: the claim under judgment shows in the made-up books of any cohort."""

from pathlib import Path

import nbformat
import numpy as np
import pytest

from grading.rehearsal import run_cell

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "solutions" / "lab09a-retail" / "lab09a-retail.ipynb"
ANSWERS = ["kinds", "article", "clean", "rfm", "fences", "groups", "standardize", "sweep"]


@pytest.fixture(scope="module")
def names():
    """Return the setup, the books and the reference answers."""
    cells = {cell.id: cell for cell in nbformat.read(SOURCE, 4).cells}
    names = {"__name__": "__main__"}
    for name in ["setup", "books", *ANSWERS, "profiles", "strategies"]:
        assert run_cell(cells[name], names) == ""
    return names


def customers(names, cohort):
    """Return the table of all customers, and the code of each."""
    table = names["rfm_table"](names["clean"](names["order_lines"](cohort))[0])
    return table, np.array(names["outlier_groups"](table))


@pytest.mark.parametrize("cohort", range(2026, 2030))
def test_only_the_giants_lift_the_silhouette_over_the_claim(names, cohort):
    table, group = customers(names, cohort)
    without = names["sweep"](names["standardize"](table[group == 0]), range(2, 9))[1]
    _, silhouettes, sizes = names["sweep"](names["standardize"](table), [2])
    assert max(without.values()) < 0.5
    assert silhouettes[2] > 0.8
    assert sizes[2][0] < 10


@pytest.mark.parametrize("cohort", range(2026, 2030))
def test_every_step_of_the_cleaning_has_work_but_the_last(names, cohort):
    counts = list(names["clean"](names["order_lines"](cohort))[1].values())
    assert (np.diff(counts)[:-1] < 0).all()
    assert np.diff(counts).argmin() == 2, "the missing customers cost most rows"


def test_model_answers_quote_the_books(names):
    table, group = customers(names, names["COHORT"])
    main = table[group == 0]
    without = names["sweep"](names["standardize"](main), range(2, 9))[1]
    _, silhouettes, sizes = names["sweep"](names["standardize"](table), range(2, 9))
    assert [round(min(without.values()), 2), round(max(without.values()), 2)] == [0.36, 0.45]
    assert max(without, key=without.get) == 2
    assert round(silhouettes.pop(2), 2) == 0.86
    assert max(silhouettes.values()) < 0.6
    assert sizes[2] == [5, 395]
    assert (group != 0).sum() == 34
    assert round(table["monetary"][group != 0].sum() / table["monetary"].sum(), 2) == 0.77
    assert (table["monetary"][group == -2] > main["monetary"].median()).all()


def test_another_seed_gives_each_customer_the_same_letter(names):
    table, group = customers(names, names["COHORT"])
    main = table[group == 0]
    X, letters = np.asarray(names["standardize"](main)), []
    for seed in [42, 7]:
        labels = names["KMeans"](4, n_init=10, random_state=seed).fit_predict(X)
        profile = names["profiles"](main, labels)
        chosen = dict(zip(profile.index, names["strategies"](profile, main), strict=True))
        letters.append(np.array([chosen[label] for label in labels]))
    assert set(letters[0]) == {"Re-engage", "Reward", "Retain", "Nurture"}
    assert (letters[0] == letters[1]).mean() > 0.95
