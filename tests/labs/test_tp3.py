"""What is special to Practical Work 3: its numbers, its cohorts, and MLflow kept in its place."""

import re
from pathlib import Path

import matplotlib.pyplot
import nbformat
import numpy as np
import pytest
import yaml
from nbgrader.utils import is_grade, is_solution
from sklearn.cluster import DBSCAN, KMeans
from sklearn.metrics import adjusted_rand_score, calinski_harabasz_score, silhouette_score
from sklearn.mixture import GaussianMixture
from sklearn.preprocessing import StandardScaler

from grading.rehearsal import fill_in, is_test, rehearse

LAB = "tp3"
ROOT = Path(__file__).resolve().parents[2]
AUTOGRADED = 72  # 69 of the 100, and 3 of the bonus

matplotlib.use("Agg")


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    yield
    matplotlib.pyplot.close("all")
    left = [path.name for path in tmp_path.iterdir()]
    assert left == [], "the notebook leaves files in the student's folder"


def source():
    return nbformat.read(ROOT / "solutions" / LAB / f"{LAB}.ipynb", 4)


def cells():
    return {cell.id: cell.source for cell in source().cells}


@pytest.fixture(scope="module")
def names():
    """What the cells of the reference define, up to phase III."""
    space = {"__name__": "__main__"}
    for cell in source().cells:
        if cell.id == "phase-3":
            break
        if cell.cell_type == "code" and not is_grade(cell):
            exec(cell.source, space)
    matplotlib.pyplot.close("all")
    return space


def test_points_of_the_tasks():
    points, task = {}, None
    for cell in source().cells:
        for heading in re.findall(r"^### Task (\d\.\d)", cell.source, re.MULTILINE):
            task = heading
        points[task] = points.get(task, 0) + cell.metadata.nbgrader.get("points", 0)
    assert points == {
        None: 0, "1.1": 5, "1.2": 12, "1.3": 10, "2.1": 14, "2.2": 14, "2.3": 8, "2.4": 5,
        "3.1": 15, "3.2": 7, "3.3": 5, "4.1": 5, "4.2": 5,
    }  # fmt: skip
    assert sum(points.values()) - points["2.4"] == 100
    counted = [cell for cell in source().cells if is_test(cell)]
    assert sum(cell.metadata.nbgrader.points for cell in counted) == AUTOGRADED
    assert max(cell.metadata.nbgrader.points for cell in counted) <= 3


def test_authors_and_repairs_are_named():
    text = "\n".join(cells().values())
    for author in ("Louis Fippo Fitime", "Claude Tinku", "Kerolle Sonfack", "ENSPY"):
        assert author in text
    notes = re.findall(r"^> \*\*The sheet.*?(?:\n(?!>)|\Z)", text, re.MULTILINE | re.DOTALL)
    assert len(notes) >= 8
    for note in notes:
        for paragraph in note.split("\n>\n"):
            assert "**Here**" in paragraph
            assert "**Why:**" in paragraph or "previous TP" in paragraph


def test_each_written_answer_lists_as_many_criteria_as_it_needs():
    known = cells()
    for cell in source().cells:
        if is_grade(cell) and is_solution(cell):
            asked = known[f"{cell.id}-text"]
            criteria = len(re.findall(r"^\d\. ", asked, re.MULTILINE))
            worth = 0.5 if "Half a point for each" in asked else 1
            assert criteria * worth == cell.metadata.nbgrader.points, cell.id


def test_golden_values_of_phase_1(names):
    X = names["X_scaled"]
    np.testing.assert_allclose(names["X_mean"], [45.8571, 44.5], atol=6e-5)
    np.testing.assert_allclose(names["X_std"], [23.8802, 28.3240], atol=6e-5)
    np.testing.assert_allclose(
        X[:5],
        [[-1.2922, -0.1942], [-1.2084, -0.3354], [-1.1665, 1.6770], [-1.0828, 1.7829],
         [-0.9572, 1.0768]],
        atol=6e-5,
    )  # fmt: skip
    np.testing.assert_allclose(
        names["inertias"],
        [28, 10.2530, 4.4241, 1.6024, 0.7646, 0.4615, 0.2865, 0.1247, 0.0813, 0.0438],
        atol=6e-5,
    )
    np.testing.assert_allclose(
        names["ratios"][:6], [0.366, 0.431, 0.362, 0.477, 0.604, 0.621], atol=6e-4
    )
    np.testing.assert_allclose(
        list(names["silhouettes"].values()),
        [0.5616, 0.6018, 0.6888, 0.7213, 0.6859, 0.6413, 0.5335, 0.4781, 0.4103],
        atol=6e-5,
    )
    assert names["best_k"] == 5
    assert names["chord_picks"] == [2, 3, 4]
    single = [KMeans(k, random_state=42).fit(X).inertia_ for k in range(1, 11)]
    worse = [k for k in range(1, 11) if single[k - 1] > 1.001 * names["inertias"][k - 1]]
    assert worse == [3, 8, 9, 10], "the note on n_init speaks of some K of this table"


def test_golden_values_of_phase_2(names):
    X, truth = names["X_moons_scaled"], names["y_moons"]
    assert names["ari_kmeans"] == pytest.approx(0.4461, abs=6e-5)
    assert names["ari_gmm"] == pytest.approx(0.4597, abs=6e-5)
    assert names["best_components"] == 8
    assert names["bics"][8] == pytest.approx(727.0, abs=0.5)
    assert names["sweep"][0.25][:2] == (3, 5)
    assert names["sweep"][0.30][:2] == (2, 1)
    assert names["sweep"][0.30][2] == pytest.approx(0.99, abs=6e-3)
    for radius in (0.35, 0.40, 0.45, 0.50, 0.55, 0.60):
        assert names["sweep"][radius] == (2, 0, 1.0)
    assert names["sweep"][0.65][0] == names["sweep"][0.70][0] == 1
    assert len(DBSCAN(eps=0.4, min_samples=5).fit(X).core_sample_indices_) == 196
    assert silhouette_score(X, names["labels_kmeans"]) == pytest.approx(0.4925, abs=6e-5)
    assert silhouette_score(X, truth) == pytest.approx(0.3776, abs=6e-5)


def test_steps_of_em_repeat_the_library(names):
    X = names["X_moons_scaled"]
    model = GaussianMixture(2, random_state=42, reg_covar=0, tol=1e-10, max_iter=500).fit(X)
    state = model.weights_, model.means_, model.covariances_
    table = names["e_step"](X, *state)
    np.testing.assert_allclose(table, model.predict_proba(X), atol=1e-8)
    for before, after in zip(state, names["m_step"](X, table), strict=True):
        np.testing.assert_allclose(after, before, atol=1e-4)


def test_numbers_of_the_model_answers(names):
    text, X = cells(), names["X_scaled"]
    for number in (*names["inertias"][2:5], *names["ratios"][2:6]):
        assert f"{number:.2f}" in text["elbow-written"]
    assert "answers 2, 3 and 4" in text["elbow-written"]
    for k in (4, 5, 6):
        assert f"{names['silhouettes'][k]:.4f}" in text["silhouette-written"]
    for _, income, score in names["profile"]:
        assert f"({income:.1f}, {score:.1f})" in text["silhouette-written"]
    for index in ("ari_kmeans", "ari_gmm"):
        assert f"{names[index]:.3f}" in text["mixture-written"]
    assert f"BIC prefers {names['best_components']} " in text["mixture-written"]
    for labels in (names["labels_kmeans"], names["y_moons"]):
        score = silhouette_score(names["X_moons_scaled"], labels)
        assert f"{score:.3f}" in text["dbscan-written"]
    longest = int(np.argmax(names["counts"].sum(axis=1)))
    assert names["by_cosine"][0] == names["by_euclidean"][-1] == longest
    rng = np.random.default_rng(1)
    shares = [names["share_compared"](rng.random((2000, d)), rng.random((50, d))) for d in (2, 20)]
    assert shares[0] < 0.015
    assert shares[1] > 0.95
    runs = {k: KMeans(k, n_init=10, random_state=42).fit(X) for k in range(2, 8)}
    scores = {k: calinski_harabasz_score(X, run.labels_) for k, run in runs.items()}
    assert sorted(scores.values()) == list(scores.values())
    for k in (2, 7):
        assert f"{scores[k]:.1f}" in text["track-written"]
        assert f"{runs[k].inertia_:.2f}" in text["track-written"]
    for k in (4, 5, 6):
        assert f"{names['silhouettes'][k]:.3f}" in text["track-written"]


def test_shares_of_bad_starts_in_the_model_answer(names):
    exec(cells()["starts"], names)
    for init in ("random", "k-means++"):
        share = names["bad_share"](names["X_scaled"], 4, init, 100)
        assert f"{100 * share:.0f} %" in cells()["starts-written"]


@pytest.mark.parametrize("cohort", [2026, 2027])
def test_another_cohort_has_other_numbers_and_full_marks(cohort):
    notebook = source()
    for cell in notebook.cells:
        if cell.id == "customers":
            assert "COHORT = 2025 " in cell.source
            cell.source = cell.source.replace("COHORT = 2025 ", f"COHORT = {cohort} ")
    outcome = rehearse(notebook)
    assert outcome.says == {}
    assert outcome.total == AUTOGRADED


def test_without_mlflow_only_its_task_is_lost():
    notebook = source()
    for cell in notebook.cells:
        if cell.id == "mlflow":
            cell.source = "raise ModuleNotFoundError('No module named mlflow')"
    outcome = rehearse(notebook)
    order = [cell.id for cell in notebook.cells]
    task = order[order.index("track-text") : order.index("package-text")]
    assert set(outcome.says) == {c.id for c in source().cells if is_test(c)} & set(task)
    assert outcome.total == AUTOGRADED - 13


def test_a_cell_may_be_run_again():
    """Students run cells twice: the store then holds old runs, and nothing is lost."""
    notebook = source()
    for name in ("runs", "elbow", "package"):
        place = [cell.id for cell in notebook.cells].index(name)
        notebook.cells.insert(place, notebook.cells[place].copy())
    assert rehearse(notebook).says == {}


def test_a_wrong_function_costs_only_its_own_points():
    notebook = source()
    fill_in(
        notebook,
        {
            "count": "def count_clusters(labels):\n    return len(set(labels)), 0",
            "silhouette-parts": "1 / 0",
            "em": "1 / 0",
            "package": "1 / 0",
        },
    )
    lost = {
        "count-noise", "count-other", "silhouette-by-hand", "silhouette-alone", "e-step-rows",
        "e-step-weights", "m-step-averages", "m-step-covariances", "package-model",
        "package-metadata",
    }  # fmt: skip
    # The reference's sweep calls count_clusters; that mistake is not counted a second time.
    assert set(rehearse(notebook).says) - {"sweep-counts"} == lost


ERRATA = ("E-090", "E-091", "E-093", "E-094", "E-095", "E-096", "E-097", "E-098", "E-099")


@pytest.mark.parametrize("number", ERRATA)
def test_slips_of_the_sheet_are_on_the_page_of_corrections(number):
    table = yaml.safe_load((ROOT / "book" / "errata.yml").read_text(encoding="utf-8"))["errata"]
    rows = [row for row in table if row["id"] == number]
    assert len(rows) == 1
    assert rows[0]["text"] == "practical"


def test_a_silhouette_beyond_its_limits_raises():
    X = StandardScaler().fit_transform(np.arange(28.0).reshape(14, 2) ** 2)
    for labels in (np.zeros(14, int), np.arange(14)):
        with pytest.raises(ValueError, match="Number of labels"):
            silhouette_score(X, labels)
    assert adjusted_rand_score([0, 0, 1], [1, 1, 0]) == 1
