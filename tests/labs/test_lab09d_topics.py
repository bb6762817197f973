"""What is special to lab 9d: shares beat labels in any cohort, and rows are scikit-learn's."""

from pathlib import Path

import nbformat
import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from grading.rehearsal import run_cell

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "solutions" / "lab09d-topics" / "lab09d-topics.ipynb"
ANSWERS = ["count", "idf", "unit", "alike", "pairs", "top", "step", "shares", "search"]


@pytest.fixture(scope="module")
def names():
    """Return the setup, the reference answers and what the cells between them show."""
    cells = {cell.id: cell for cell in nbformat.read(SOURCE, 4).cells}
    names = {"__name__": "__main__"}
    for name in ["setup", *ANSWERS, "rows", "look-groups", "look-shares"]:
        assert run_cell(cells[name], names) == ""
    return names


def test_rows_are_those_of_scikit_learn(names):
    texts, words = names["texts"], names["words"]
    for mine, vectorizer in [("bags", CountVectorizer), ("tf_idf", TfidfVectorizer)]:
        theirs = vectorizer(vocabulary=words).fit_transform(texts).toarray()
        assert np.allclose(names[mine], theirs)


@pytest.mark.parametrize("cohort", range(2026, 2030))
def test_no_label_is_as_near_as_the_shares(names, cohort):
    texts, truth, words, topics = names["documents"](cohort)
    shares = names["document_shares"](names["count_words"](texts, words), topics)
    labels = np.eye(3)[truth.argmax(axis=1)]
    error, best = (np.abs(found - truth).sum(axis=1).mean() / 2 for found in (shares, labels))
    assert error < 0.1
    assert best > 2 * error


def test_no_step_makes_a_document_less_probable(names):
    counts, topics = names["bags"][0], names["topics"]
    shares, before = np.full(3, 1 / 3), -np.inf
    for _ in range(30):
        likely = counts[counts > 0] @ np.log(shares @ topics[:, counts > 0])
        assert likely >= before - 1e-12
        shares, before = names["share_step"](counts, topics, shares), likely


def test_the_groups_are_told_by_words_of_one_topic_each(names):
    groups = names["top_words"](names["tf_idf"], names["groups"], names["words"], 6)
    owners = [
        {name for name in names["NAMES"] if set(some) <= set(names["SPEECH"][name].split())}
        for some in groups.values()
    ]
    assert sorted(map(sorted, owners)) == [["garden"], ["kitchen"], ["travel"]]


def test_model_answer_quotes_the_lines(names):
    ways, truth = names["looked_shares"], names["truth"]
    told = [round(100 * names["apart"](found), 1) for found in ways.values()]
    assert told == [26.5, 25.7, 7.5, 7.8, 7.5]
    mixed = truth.max(axis=1) < 0.6
    right = ways["K-Means, one label"].argmax(axis=1) == truth.argmax(axis=1)
    assert mixed.sum() == 61
    assert [round(100 * right[some].mean()) for some in (mixed, ~mixed)] == [74, 99]
    half = np.abs(truth[:, :2] - 0.5).sum(axis=1).argmin()
    assert half == 144
    assert truth[half].round(2).tolist() == [0.49, 0.51, 0.0]
    assert ways["your steps, LDA's topics"][half].round(2).tolist() == [0.44, 0.56, 0.0]
    assert ways["K-Means, one label"][half].tolist() == [0, 1, 0]
