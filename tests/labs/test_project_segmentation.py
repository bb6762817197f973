"""What is special to the project: customers like the real ones, answers that quote its runs."""

import contextlib
import io
import re
from pathlib import Path

import matplotlib.pyplot
import nbformat
import numpy as np
import pytest
from nbgrader.utils import is_grade, is_solution

from grading.rehearsal import run_cell

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "solutions" / "project-segmentation" / "project-segmentation.ipynb"
RUNS = ["look", "training", "results", "pictures", "whole"]


@pytest.fixture(scope="module")
def said():
    """Return the names after all answers and runs, and what each run prints."""
    names, printed = {"__name__": "__main__"}, {}
    matplotlib.use("Agg")
    for cell in nbformat.read(SOURCE, 4).cells:
        if cell.id in RUNS:
            said = io.StringIO()
            with contextlib.redirect_stdout(said):
                exec(cell.source, names)
            printed[cell.id] = said.getvalue()
        elif cell.cell_type == "code" and (is_solution(cell) or not is_grade(cell)):
            assert run_cell(cell, names) == ""
    return names, printed


def test_customers_have_the_columns_and_about_the_gaps_of_the_real_table(said):
    names = said[0]
    table = names["customers"](8068, np.random.default_rng(0))
    assert table.shape == (8068, 11)
    assert set(table) == {"ID", "Segmentation", *names["NUMBERS"], *names["WORDS"]}
    real = {"Work_Experience": 829, "Family_Size": 335, "Ever_Married": 140}
    real |= {"Profession": 124, "Graduated": 78, "Var_1": 76}
    for column in table:
        assert abs(table[column].isna().sum() - real.get(column, 0)) < 90, column
    assert table["ID"].is_unique
    assert table["Age"].between(18, 89).all()
    assert table["Work_Experience"].dropna().between(0, 14).all()
    assert table["Family_Size"].dropna().between(1, 9).all()
    names["validate"](table)
    assert len(names["feature_names"]()) == names["encode"](table.dropna()).shape[1] == 23


def test_the_split_of_the_guide(said):
    names = said[0]
    segments = np.repeat(list("ABCD"), [1972, 1858, 1970, 2268])  # of the 8,068 rows
    seen, held = names["split"](segments, 0.2, np.random.default_rng(0))
    assert (len(seen), len(held)) == (6454, 1614)


def test_first_model_answer_quotes_the_look(said):
    text = said[1]["look"]
    assert "'Work_Experience': 0.1065, 'Family_Size': 0.044" in text
    assert "{'Age': 7, 'Work_Experience': 34, 'Family_Size': 1}" in text
    assert "'Gender': 0.02, 'Ever_Married': 0.41, 'Graduated': 0.4, 'Profession': 0.34" in text


def test_model_answers_quote_what_was_found(said):
    network, components = map(float, re.findall(r"(?:rows|with 4:) (0\.\d+)", said[1]["training"]))
    assert network < 0.6 * components
    assert abs(components - 0.73) < 0.01
    lines = said[1]["results"].splitlines()
    ari = {
        line[7:19].strip(): float(line.split("'ARI': ")[1].split(",")[0]) for line in lines[2:5]
    }
    assert abs(ari["all features"] - 0.04) < 0.01
    assert abs(ari["PCA to 4"] - 0.09) < 0.01
    assert ari["code of 4"] < ari["PCA to 4"]
    own = [max(map(float, re.findall(r": (0\.\d+)", line))) for line in lines[:2]]
    assert own[0] < 0.25 < own[1]
    assert "0.57 right; always the largest: 0.29" in lines[-1]
    named, largest = map(float, re.findall(r"(0\.\d\d)", said[1]["whole"].split("\n")[1]))
    assert largest == 0.29
    assert named < 0.45
