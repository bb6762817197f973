"""Every number and every "you see that" of the page on the pipeline.

The page's own cells are run once, in order; what they define and print is what is judged. The
claims on the real file are checked against the result that is kept, and that result against the
file, where it is present.
"""

import ast
import contextlib
import io
import re
import warnings
from itertools import pairwise, permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from scipy.stats import spearmanr
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.impute import SimpleImputer
from sklearn.metrics import adjusted_rand_score, silhouette_score

from course_lib.simulated_data import simulated_automobile_customers

BOOK = Path(__file__).resolve().parents[2] / "book"
PAGE = (BOOK / "08c-pipeline.md").read_text(encoding="utf-8")
REAL = yaml.safe_load((BOOK / "results" / "automobile.yml").read_text(encoding="utf-8"))
CELLS = [
    re.sub(r"\A---\n.*?^---\n", "", cell, flags=re.M | re.S)
    for cell in re.findall(r"^```\{code-cell\} ipython3\n(.*?)^```", PAGE, re.M | re.S)
]
PEOPLE = simulated_automobile_customers()


def flat(text=PAGE):
    return re.sub(r"\s+", " ", text)


def section(label):
    return PAGE.split(f"({label})=\n")[1].split("\n(sec-")[0]


def table_of(label):
    rows = re.findall(r"^\|(.*)\|$", section(label), re.M)
    return [[cell.strip() for cell in row.split("|")] for row in rows if "---" not in row][1:]


# What the page runs ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def run(monkeymodule):
    """Run all cells in the folder of the book; return the names and what each cell says."""
    pytest.importorskip("tensorflow", reason="TensorFlow is in the dependency group `deep`")
    monkeymodule.chdir(BOOK)
    names, said = {}, []
    for cell in CELLS:
        tree = ast.parse(cell)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        out = io.StringIO()
        with contextlib.redirect_stdout(out), warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)
            exec(compile(tree, "cell", "exec"), names)
            value = compile(ast.Expression(last.value), "cell", "eval") if last else None
            shown = eval(value, names) if value else None
        said.append((out.getvalue(), shown))
    return names, said


@pytest.fixture(scope="module")
def monkeymodule():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def told(run, start):
    """Return what the one cell that contains a text printed and showed."""
    found = [said for cell, said in zip(CELLS, run[1], strict=True) if start in cell]
    assert len(found) == 1, start
    return found[0]


def test_the_training_is_told_as_it_went(run):
    printed, _ = told(run, 'segmentation("train customers.csv')
    ari, right, largest = (
        float(re.search(rf"{what} (-?[\d.]+\d)", printed)[1])
        for what in ("ARI", "named right", "always the largest")
    )
    assert abs(ari) < 0.05, "next to none"
    assert 0 < right - largest < 0.1, "a little better"
    without = run[0]["about"]["without_a_cluster"]
    assert len(without) == 2
    assert "two segments have no cluster" in PAGE
    assert float(re.search(r"restoring error ([\d.]+\d)", printed)[1]) < 0.1


def test_the_answer_has_two_columns_and_never_names_the_two(run):
    _, first = told(run, 'segmentation("predict bundle prospects.csv')
    assert first.columns.tolist() == ["ID", "Segmentation"]
    printed, _ = told(run, 'segmentation("predict bundle prospects.csv')
    named = re.findall(r"\d+ in (\w)", printed)
    assert not set(named) & set(run[0]["about"]["without_a_cluster"])
    assert sum(map(int, re.findall(r"(\d+) in", printed))) == len(run[0]["prospects"]) == 2627


def test_three_mistakes_are_told_at_once(run):
    printed, _ = told(run, '"forty"')
    lines = printed.splitlines()
    assert lines[0] == "Nothing was written."
    assert lines[-1] == "False"
    assert len([line for line in lines if not line.startswith(" ")]) == 2 + 3
    for word in ("'forty'", "'Family_Size'", "'Medium'"):
        assert word in printed


def test_the_code_against_its_controls(run):
    _, shown = told(run, "rows, truth")
    there, on_inputs = shown["silhouette there"], shown["silhouette on the inputs"]
    nets = ["untrained encoder", "autoencoder"]
    assert (there[nets] > there["inputs"] + 0.05).all()
    assert abs(there["autoencoder"] - there["untrained encoder"]) < 0.05
    assert (on_inputs[nets] < on_inputs["inputs"]).all()
    plain = shown["ARI"][["inputs", "PCA, 4 numbers"]]
    assert plain.min() > shown["ARI"][nets].max()
    assert plain.max() < 0.25, "little at that"


def test_the_table_of_controls_against_scikit_learn(run):
    names, _ = run
    _, shown = told(run, "rows, truth")
    X, X_new = names["X"], names["X_new"]
    pca = PCA(4).fit(X)
    for name, to in (("inputs", lambda rows: rows), ("PCA, 4 numbers", pca.transform)):
        labels = KMeans(4, n_init=10, random_state=0).fit(to(X)).predict(to(X_new))
        expected = [silhouette_score(to(X_new), labels), silhouette_score(X_new, labels)]
        expected.append(adjusted_rand_score(names["truth"], labels))
        np.testing.assert_allclose(shown.loc[name], expected, atol=0.002)


def test_what_the_clusters_are_made_of(run):
    names, _ = run
    X_new = names["X_new"]
    clusters = names["bundle"].clusters.predict(
        names["bundle"].codes(names["check_customers"](names["prospects"]))
    )
    share = {}
    for name, column in zip(names["columns"], X_new.T, strict=True):
        means = pd.Series(column).groupby(clusters).transform("mean")
        share[name] = np.var(means) / np.var(column)
    order = sorted(share, key=share.get, reverse=True)
    assert order[0] == "Var_1"
    assert order[1] == "Graduated"
    assert share[order[1]] > 2 * share[order[2]], "lead by far"
    assert all(0.4 < share[name] < 0.6 for name in order[:2]), "about a half"
    assert max(share["Gender"], share["Ever_Married"]) < 0.03


def test_no_number_of_clusters_stands_out(run):
    names, _ = run
    there, on_inputs = (
        np.array([silhouette_score(space, labels) for labels in names["found"].values()])
        for space in (names["Z_new"], names["X_new"])
    )
    assert (there > on_inputs).all()
    for values in (there, on_inputs):
        for k in (4, 7):
            assert values.argmax() == 0, "two is highest"
            peak = values[k - 2] - max(values[k - 3], values[k - 1])
            assert peak < 0.03, "no clear peak"


def test_old_customers_raise_an_alarm(run):
    printed, _ = told(run, "drift_report(before")
    assert printed.splitlines() == ["prospects - alarm: False", "15 years older - alarm: True"]


def test_shapes_of_the_flow(run):
    names, _ = run
    chart = CELLS[0]
    shapes = [len(PEOPLE), PEOPLE.shape[1], len(names["prospects"])]
    told = names["about"]["customers"]
    assert shapes == [8068, 11, 2627]
    assert told == {"training": 6454, "held out": 1614}
    for text in ("8,068", "2,627", "6,454 and 1,614", "9 numbers", "8 numbers"):
        assert text in chart
    assert names["X"].shape == (6454, 9)
    assert names["Z"].shape[1] == 8


# Looking first -----------------------------------------------------------------------------------


def test_kinds_of_columns():
    kinds = [PEOPLE[c].dtype.kind in "if" for c in PEOPLE.columns.drop(["ID", "Segmentation"])]
    assert sum(kinds) == 3
    assert "three numbers, one ordered category, five without an order" in PAGE
    assert len(kinds) == 3 + 1 + 5
    assert PEOPLE.isna().mean().max() < 0.12, "gaps are few"


def test_sizes_of_segments():
    sizes = PEOPLE["Segmentation"].value_counts()
    assert sizes.index[0] == "D"
    assert sizes.index[-1] == "B"
    assert all(1800 < n < 2300 for n in sizes)
    assert 0.25 < sizes["D"] / len(PEOPLE) < 0.3, "little more than a quarter"


def test_outliers_are_counted_by_quartiles(run):
    _, shown = told(run, "far = (numbers")
    for name, row in shown.iterrows():
        values = PEOPLE[name].dropna()
        low, high = np.percentile(values, [25, 75])
        far = (values < low - 1.5 * (high - low)) | (values > high + 1.5 * (high - low))
        assert row["outliers"] == far.sum()
    assert "beyond 1.5 quartile distances" in PAGE


def test_outliers_of_experience_are_a_tail():
    years = PEOPLE["Work_Experience"].dropna()
    assert years.skew() > 1
    counts = years.value_counts().sort_index()
    assert spearmanr(counts.index, counts).statistic < -0.95, "it falls steadily, no gap"


def test_correlations_are_small():
    table = PEOPLE[["Age", "Work_Experience", "Family_Size"]].corr().to_numpy()
    assert abs(table[~np.eye(3, dtype=bool)]).max() < 0.1


def test_the_sentences_at_the_end_of_looking():
    by = PEOPLE.groupby("Segmentation")
    age, family = by["Age"].mean(), by["Family_Size"].mean()
    low = by["Spending_Score"].agg(lambda s: (s == "Low").mean())
    for values in (age, -low):
        assert values.idxmin() == "D"
        assert values.idxmax() == "C"
    assert family.idxmax() == "D"
    for name in ("Work_Experience", "Gender", "Var_1"):
        for a, b in permutations("ABCD", 2):
            shares = [
                PEOPLE.loc[PEOPLE["Segmentation"] == s, name].value_counts(normalize=True)
                for s in (a, b)
            ]
            gap = shares[0].subtract(shares[1], fill_value=0).abs().sum() / 2
            assert gap < 0.06, f"{name} tells {a} from {b}"
    assert 0.6 < (PEOPLE["Var_1"] == "Cat_6").mean() < 0.7, "two of three"


def test_examples_of_the_guide(run):
    printed, _ = told(run, "years = np.c_")
    assert printed.splitlines() == ["[2.]", "['Engineer']", "[1 0 1]", "[-1.15 -0.13  1.72]"]
    ages = np.array([22, 38, 67, 45, 28])
    z = (ages - ages.mean()) / ages.std()
    assert np.round(z[:3], 2).tolist() == [-1.15, -0.13, 1.72]
    assert np.median([0, 1, 2, 5, 10]) == 2


# The two tables of steps -------------------------------------------------------------------------


def test_steps_are_counted():
    training, inference = table_of("sec-pipeline-train"), table_of("sec-pipeline-predict")
    assert [int(row[0].split()[0]) for row in training] == list(range(1, 13))
    assert [int(row[0].split()[0]) for row in inference] == list(range(1, 8))
    assert all(row[-1] for row in training + inference)
    looked = re.findall(r"^\*\*(\d)(?: and (\d))?\.? ", section("sec-pipeline-eda"), re.M)
    assert [int(n) for pair in looked for n in pair if n] == list(range(1, 9))


def test_parameters():
    layers = (9, 16, 12, 8, 12, 16, 9)
    assert sum((a + 1) * b for a, b in pairwise(layers)) == 937
    assert "9-16-12-8 and back" in PAGE


def test_twelve_files_become_four():
    counts = re.findall(r"three models, three tables, two analyses, four plots", PAGE)
    assert len(counts) == 1
    assert 3 + 3 + 2 + 4 == 12
    source = (BOOK.parent / "course_lib" / "segment_bundle.py").read_text(encoding="utf-8")
    files = re.search(r"^FILES = \((.*)\)$", source, re.M)[1].split(",")
    assert len(files) + len(["about.json"]) == 4
    assert "Of the guide's twelve files, four are left" in PAGE


def test_the_steps_that_are_printed_are_there():
    source = (BOOK.parent / "course_lib" / "segmentation.py").read_text(encoding="utf-8")
    start, end = re.findall(r"^:(?:start-at|end-before): (.*)$", PAGE, re.M)
    assert source.count(start) == source.count(end) == 1
    assert 0 < source[source.index(start) : source.index(end)].count("\n") <= 15


def test_k_means_stops_long_before(run):
    assert run[0]["bundle"].clusters.n_iter_ < 100
    assert "`max_iter=500` does no harm" in PAGE


def test_names_of_the_parts_exist():
    for module, name in re.findall(r"`course_lib\.(\w+)\.(\w+)`", PAGE):
        source = (BOOK.parent / "course_lib" / f"{module}.py").read_text(encoding="utf-8")
        assert re.search(rf"^(?:def|class) {name}\b", source, re.M), f"{module}.{name}"


# The real file -----------------------------------------------------------------------------------


def rows(k):
    return pd.DataFrame(REAL[f"{k} clusters"]).set_index("space")


@pytest.mark.parametrize("k", [4, 7])
def test_what_the_real_file_shows(k):
    table = rows(k)
    there, on_inputs = table["silhouette in this space"], table["silhouette on the inputs"]
    ari = table["ARI with the segments"]
    assert there["autoencoder"] > 1.3 * there["inputs"], "far higher"
    assert 0 < there["autoencoder"] - there["untrained encoder"] < 0.03, "nearly"
    assert on_inputs["autoencoder"] < on_inputs["inputs"] - 0.03
    assert ari.drop("untrained encoder").idxmin() == "autoencoder"
    assert ari["untrained encoder"] < ari["autoencoder"]
    for name in ("PCA, 4 numbers", "PCA, 8 numbers"):
        assert (table.loc[name] > table.loc["autoencoder"])[
            ["silhouette on the inputs", "ARI with the segments", "named right"]
        ].all()
    assert table["named right"].max() < REAL["named right by a classifier"]


def test_the_result_that_is_kept_is_that_of_the_page():
    assert REAL["customers"] == 8068
    assert len(REAL["seeds"]) == 3
    assert "the mean over three seeds" in PAGE
    assert REAL["missing"]["Work_Experience"] == 829
    for name, n in REAL["missing"].items():
        assert REAL["missing (%)"][name] == round(100 * n / 8068, 2)
    assert sum(REAL["segments"].values()) == 8068


def test_the_measurement_on_made_up_customers():
    pytest.importorskip("tensorflow", reason="TensorFlow is in the dependency group `deep`")
    from results.automobile import measure

    found = measure(PEOPLE.head(600), seeds=(0,), epochs=1)
    assert set(found) < set(REAL)
    for k in (4, 7):
        spaces = {row["space"]: row for row in found[f"{k} clusters"]}
        assert [row["space"] for row in REAL[f"{k} clusters"]] == list(spaces)
        inputs = spaces["inputs"]
        assert inputs["silhouette in this space"] == inputs["silhouette on the inputs"]


def test_the_result_again_where_the_file_is():
    from course_lib.real_data import automobile_customers, is_present

    if not is_present("automobile_train"):
        pytest.skip("COURSE_DATA has no automobile table")
    table = automobile_customers()
    assert {k: int(n) for k, n in table.isna().sum().items() if n} == REAL["missing"]
    assert table["Segmentation"].value_counts().to_dict() == REAL["segments"]


# Questions and exercises -------------------------------------------------------------------------


def test_quiz_keys():
    bodies = re.findall(r"^:::\{quiz\}\n(.*?)^:::", PAGE, re.M | re.S)
    quizzes = [yaml.safe_load(body) for body in bodies]
    right = [[c["text"] for c in q["choices"] if c.get("right")] for q in quizzes]
    assert [len(texts) for texts in right] == [1, 1]
    assert right[0][0].startswith("Nothing, until")
    assert right[1][0].startswith("Write nothing")
    assert all(c["why"] for q in quizzes for c in q["choices"])
    there, inputs = rows(4).loc[["autoencoder", "inputs"], "silhouette in this space"]
    said = re.findall(r"(0\.\d\d) for K-Means", quizzes[0]["question"])
    assert [float(v) for v in said] == [round(inputs, 2), round(there, 2)]


def test_a_tie():
    jobs = np.array([["Healthcare"], ["Doctor"], [np.nan], ["Doctor"], ["Healthcare"]], object)
    assert SimpleImputer(strategy="most_frequent").fit_transform(jobs)[2, 0] == "Doctor"
    assert "Healthcare, Doctor, (gap), Doctor, Healthcare" in PAGE


def test_vote_or_one_to_one():
    text = flat()
    cells = r"holds (\d+) of segment A and (\d+) of B, the other (\d+) of A and (\d+) of B"
    a1, b1, a2, b2 = map(int, re.search(cells, text).groups())
    assert a1 + b1 + a2 + b2 == int(re.search(r"Of (\d+) customers", text)[1])
    vote, one, other = max(a1, b1) + max(a2, b2), a1 + b2, b1 + a2
    assert f"{a1} + {a2} = {vote}" in text
    assert f"{a1} + {b2} = {one}" in text
    assert f"{b1} + {a2} = {other}" in text
    assert vote > one > other
    assert f"finds {b2} of the {b1 + b2}" in text


# Nothing unheld ----------------------------------------------------------------------------------

HELD = {
    "test_shapes_of_the_flow": "8,068",
    "test_outliers_are_counted_by_quartiles": "1.5",
    "test_k_means_stops_long_before": "500",
    "test_quiz_keys": "0.16 0.27",
    "test_vote_or_one_to_one": "140 60 10 40 30 100 90 50",
    # Minutes to plan.
    "free": "50",
}


def test_no_number_is_unheld(nothing_unheld):
    nothing_unheld(HELD, PAGE)
