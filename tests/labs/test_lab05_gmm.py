"""What is special to lab 5: the table of the worked example, the data, the paper tasks.

What it shares with all labs is in test_every_lab.py.
"""

import re
from fractions import Fraction
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbgrader.utils import is_solution
from scipy.special import logsumexp
from scipy.stats import multivariate_normal, norm

from course_lib.gmm import em_steps
from grading.rehearsal import fill_in, rehearse

LAB = "lab05-gmm"
ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "solutions" / LAB / f"{LAB}.ipynb"
RELEASED = ROOT / "labs" / LAB / f"{LAB}.ipynb"


def cells_by_name(path=SOURCE):
    return {cell.metadata.nbgrader.grade_id: cell for cell in nbformat.read(path, 4).cells}


@pytest.fixture(scope="module")
def setup():
    names = {}
    exec(cells_by_name()["setup"].source, names)
    return names


@pytest.mark.parametrize(
    "name",
    [
        "log-density",
        "log-sum-exp",
        "e-step",
        "m-step",
        "em",
        "n-parameters",
        "bic",
        "paper-e",
        "paper-m",
        "paper-limit",
    ],
)
def test_a_missing_answer_costs_its_own_points_and_the_one_that_needs_all(name):
    released = {n: c.source for n, c in cells_by_name(RELEASED).items() if is_solution(c)}
    notebook = nbformat.read(SOURCE, 4)
    fill_in(notebook, {name: released[name]})
    together = {"log-density", "log-sum-exp", "e-step", "m-step", "em"}
    own = {test for test in cells_by_name() if re.match(rf"{name}-(?!text)", test)}
    assert set(rehearse(notebook).says) == own | (
        {"climb-together"} if name in together else set()
    )


def test_table_of_the_worked_example_is_right(setup):
    worked = setup["Worked"]
    logs = np.array([norm(mean, 1).logpdf(worked.X[:, 0]) for mean in (1, 4)])
    np.testing.assert_allclose(worked.logs, logs, atol=1e-6)
    np.testing.assert_allclose(
        worked.log_density(worked.X[1:3], [4.0], None), logs[1, 1:3], atol=1e-6
    )
    tables = [logs.T + np.log(weights) for weights in ([1, 1], [0.5, 0.5], [0.25, 0.75])]
    np.testing.assert_allclose(worked.rows, np.vstack(tables), atol=1e-6)
    np.testing.assert_allclose(worked.sums, logsumexp(np.vstack(tables), axis=1), atol=1e-6)
    np.testing.assert_allclose(
        worked.log_sum_exp(tables[2]), logsumexp(tables[2], axis=1), atol=1e-6
    )
    start = worked.weights, worked.means, worked.covariances
    run = list(em_steps(worked.X, *start, reg_covar=0, tol=0, max_iter=3))
    for t, step in enumerate(run):
        np.testing.assert_allclose(worked.run_means[t], step.means, atol=1e-7)
        np.testing.assert_allclose(worked.run_variances[t], step.covariances.ravel()[0], atol=1e-7)
        shares, log_likelihood = worked.e_step(worked.X, *step[:3])
        np.testing.assert_allclose(shares, step.responsibilities, atol=1e-7)
        assert log_likelihood == pytest.approx(step.log_likelihood, abs=1e-6)
        for found, right in zip(
            worked.m_step(worked.X, shares), run[min(t + 1, 3)][:3], strict=True
        ):
            np.testing.assert_allclose(found, right, atol=1e-6)
    with pytest.raises(AssertionError, match="has no means"):
        worked.e_step(worked.X, start[0], [[2.0], [3.0]], start[2])
    with pytest.raises(AssertionError, match="with 3 numbers"):
        worked.log_sum_exp([[1.0, 2.0, 3.0]])


def test_golden_values_that_the_tests_type():
    def log_normal(x, mean, covariance):
        return multivariate_normal(mean, covariance).logpdf(x)

    assert log_normal(2, 0, 4) == pytest.approx(-2.1121, abs=1e-4)
    slanted = [[2, 1], [1, 2]]
    gap = log_normal([1, 1], [0, 0], slanted) - log_normal([1, -1], [0, 0], slanted)
    assert gap == pytest.approx(2 / 3)
    assert 40 * log_normal(0, 0, 1e-10) == pytest.approx(423.7595, abs=1e-4)
    found = np.cov([[0, 2, 4], [0, 2, 1]], bias=True)
    np.testing.assert_allclose(found, [[8 / 3, 2 / 3], [2 / 3, 2 / 3]])


def test_paper_tasks_in_exact_fractions():
    names = {}
    for name in ("paper-e", "paper-m", "paper-limit"):
        exec(cells_by_name()[name].source, names)
    # Halfway between equal variances the densities cancel; at a common mean 1/sigma is left.
    assert names["share_halfway"] == Fraction(1, 4) / (Fraction(1, 4) + Fraction(3, 4))
    assert names["share_narrow"] == pytest.approx(float(Fraction(1) / (1 + Fraction(1, 2))))
    points, first = [0, 2, 4, 8], [Fraction(1), Fraction(1), Fraction(1, 2), Fraction(0)]
    for j, shares in enumerate([first, [1 - g for g in first]]):
        owned = sum(shares)
        mean = sum(g * x for g, x in zip(shares, points, strict=True)) / owned
        variance = sum(g * (x - mean) ** 2 for g, x in zip(shares, points, strict=True)) / owned
        assert names["weights_paper"][j] == pytest.approx(float(owned / 4))
        assert names["means_paper"][j] == pytest.approx(float(mean))
        assert names["variances_paper"][j] == pytest.approx(float(variance))
    for s, tolerance in ((0.5, 0.05), (0.1, 1e-8)):
        x, parts = np.array([1, 2, 3]), ((0.25, 0), (0.75, 4))
        heads = [weight * norm(mean, s**0.5).pdf(x) for weight, mean in parts]
        np.testing.assert_allclose(heads[0] / sum(heads), names["limit_shares"], atol=tolerance)
    s, X = 1e-4, np.array([1.0, 3.0])
    costs = np.array([(X - mean) ** 2 - 2 * s * np.log(w) for w, mean in ((0.25, 0), (0.75, 4))])
    assert costs.min(axis=0).sum() == pytest.approx(names["limit_cost"], abs=1e-2)


def test_the_climb_is_worth_watching():
    names = {"np": np}
    exec(cells_by_name()["data"].source, names)
    X, start = names["X_three"], names["three_start"]
    history = [step.log_likelihood for step in em_steps(X, *start, tol=1e-8, max_iter=500)]
    assert len(history) > 20
    assert np.diff(history).min() > -1e-6
    assert np.diff(history).max() > 1
