"""Gaussian mixtures against scikit-learn, SciPy, worked numbers, and what must always hold."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn import mixture
from sklearn.cluster import KMeans as AuthorityKMeans
from sklearn.datasets import load_iris, make_blobs, make_moons
from sklearn.exceptions import ConvergenceWarning, NotFittedError
from sklearn.metrics import adjusted_rand_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

from course_lib import geometry
from course_lib.fast_em import cholesky_factors, em, em_sweep, homogeneous
from course_lib.gmm import (
    GaussianMixture,
    e_step,
    em_steps,
    log_gaussian,
    log_sum_exp,
    m_step,
    n_parameters,
)
from course_lib.spherical_em import spherical_em

ON_A_LINE = np.array([[0.0], [1.0], [4.0], [5.0]])
LINE_START = (np.array([0.5, 0.5]), np.array([[1.0], [4.0]]), np.ones((2, 1, 1)))
SEVEN = np.array([[1, 1], [1.5, 2], [3, 4], [5, 7], [3.5, 5], [4.5, 5], [3.5, 4.5]])

slow = settings(deadline=None, max_examples=25)


def overlapping(sizes=(150, 100, 50)) -> np.ndarray:
    """Three components that overlap, the set of exercise 19."""
    shapes = [
        ([0, 0], [[1, 0.6], [0.6, 1]]),
        ([3, 1], [[1, -0.5], [-0.5, 0.6]]),
        ([0, 4], [[0.4, 0], [0, 1.5]]),
    ]
    return np.vstack(
        [
            np.random.default_rng(seed).multivariate_normal(mean, covariance, size)
            for seed, ((mean, covariance), size) in enumerate(zip(shapes, sizes, strict=True))
        ]
    )


def ellipses(seed: int, n_samples: int, n_features: int, n_components: int) -> np.ndarray:
    """Components of random shapes, near enough to overlap."""
    rng = np.random.default_rng(seed)
    parts = [
        rng.normal(size=(n_samples // n_components, n_features))
        @ (np.eye(n_features) + 0.5 * rng.normal(size=(n_features, n_features)))
        + 2.5 * rng.normal(size=n_features)
        for _ in range(n_components)
    ]
    return rng.permutation(np.vstack(parts))


def some_start(X: np.ndarray, n_components: int, seed: int = 0):
    """Uneven shares, so that weights, means and covariances all differ."""
    return m_step(X, np.random.default_rng(seed).dirichlet([0.5] * n_components, len(X)))


def authority(X, start, **options):
    """scikit-learn's EM from the same start."""
    weights, means, covariances = start
    return mixture.GaussianMixture(
        len(weights),
        weights_init=weights,
        means_init=means,
        precisions_init=np.linalg.inv(covariances),
        **options,
    ).fit(X)


SETS = {
    "one feature": ellipses(1, 200, 1, 2),
    "three components": ellipses(2, 300, 2, 3),
    "ten components": ellipses(3, 1000, 2, 10),
    "eight features": ellipses(4, 600, 8, 3),
    "thirty features": ellipses(5, 900, 30, 3),
    "far from zero": np.add(ellipses(6, 300, 3, 3), [1e4, -3e4, 5e3]),
    "unequal units": np.multiply(ellipses(7, 300, 3, 2), [0.1, 1.0, 100.0]),
    "flowers": load_iris().data,
    "moons": make_moons(200, noise=0.05, random_state=42)[0],
}
COMPONENTS = {"one feature": 2, "ten components": 10, "unequal units": 2, "moons": 4}
EVERY_SET = pytest.mark.parametrize("name", SETS)


class TestSteps:
    @EVERY_SET
    def test_density_is_scipys(self, name):
        X, k = SETS[name], COMPONENTS.get(name, 3)
        _, means, covariances = some_start(X, k)
        expected = [
            stats.multivariate_normal.logpdf(X, *c) for c in zip(means, covariances, strict=True)
        ]
        np.testing.assert_allclose(
            log_gaussian(X, means, covariances), np.transpose(expected), rtol=1e-8
        )

    @EVERY_SET
    def test_e_step_is_bayes_rule(self, name):
        X, k = SETS[name], COMPONENTS.get(name, 3)
        weights, means, covariances = some_start(X, k)
        density = np.transpose(
            [
                w * stats.multivariate_normal.pdf(X, m, c)
                for w, m, c in zip(weights, means, covariances, strict=True)
            ]
        )
        responsibilities, log_likelihood = e_step(X, weights, means, covariances)
        np.testing.assert_allclose(
            responsibilities, density / density.sum(axis=1, keepdims=True), rtol=1e-6, atol=1e-12
        )
        assert log_likelihood == pytest.approx(np.log(density.sum(axis=1)).sum(), rel=1e-9)

    def test_m_step_of_hard_shares_is_count_mean_and_covariance_of_the_members(self):
        X, labels = overlapping(), np.repeat([0, 1, 2], [150, 100, 50])
        weights, means, covariances = m_step(X, np.eye(3)[labels], reg_covar=0.25)
        np.testing.assert_allclose(weights, [1 / 2, 1 / 3, 1 / 6], rtol=1e-13)
        for j in range(3):
            members = X[labels == j]
            np.testing.assert_allclose(means[j], members.mean(axis=0), rtol=1e-12)
            np.testing.assert_allclose(
                covariances[j],
                np.cov(members.T, ddof=0) + 0.25 * np.eye(2),
                rtol=1e-12,
                atol=1e-13,
            )

    def test_m_step_of_soft_shares_is_the_weighted_covariance(self):
        X = overlapping()
        shares = np.random.default_rng(1).dirichlet([1, 1, 1], len(X))
        weights, means, covariances = m_step(X, shares, reg_covar=0)
        np.testing.assert_allclose(weights, shares.mean(axis=0))
        for j in range(3):
            np.testing.assert_allclose(means[j], np.average(X, axis=0, weights=shares[:, j]))
            expected = np.cov(X.T, aweights=shares[:, j], ddof=0)
            np.testing.assert_allclose(covariances[j], expected, rtol=1e-10)

    def test_m_step_is_the_maximum(self):
        """No small change of the parameters raises the expected complete log-likelihood."""
        X = overlapping()
        shares, _ = e_step(X, *some_start(X, 3))
        best = m_step(X, shares, reg_covar=0)

        def expected(weights, means, covariances):
            return (shares * (np.log(weights) + log_gaussian(X, means, covariances))).sum()

        top, rng = expected(*best), np.random.default_rng(0)
        for _ in range(30):
            weights = best[0] * np.exp(0.01 * rng.normal(size=3))
            means = best[1] + 0.01 * rng.normal(size=(3, 2))
            twist = np.eye(2) + 0.01 * rng.normal(size=(3, 2, 2))
            covariances = twist @ best[2] @ twist.transpose(0, 2, 1)
            assert expected(weights / weights.sum(), *best[1:]) < top
            assert expected(best[0], means, best[2]) < top
            assert expected(*best[:2], covariances) < top

    def test_log_sum_exp_where_plain_exponentials_fail(self):
        table = np.array([[-1e5, -1e5 - 1], [900.0, 0.0], [0.0, -np.inf]])
        np.testing.assert_allclose(
            log_sum_exp(table), [-1e5 + np.log1p(np.exp(-1)), 900.0, 0.0], rtol=1e-15
        )


def sweep(X, weights, means, covariances):
    """One sweep of the fast path, in the coordinates of the story."""
    origin = X.mean(axis=0)
    points = homogeneous(X - origin)
    weights, means, *rest = em_sweep(points, weights, means - origin, covariances)
    return weights, means + origin, *rest


class TestStoryAndFastPath:
    @EVERY_SET
    def test_a_sweep_is_an_e_step_and_an_m_step(self, name):
        X, k = SETS[name], COMPONENTS.get(name, 3)
        start = some_start(X, k)
        for _ in range(3):
            shares, log_likelihood = e_step(X, *start)
            expected = m_step(X, shares)
            *got, got_likelihood = sweep(X, *start)
            assert got_likelihood == pytest.approx(log_likelihood, rel=1e-11)
            for ours, theirs, size in zip(
                got, expected, (1, np.abs(X).max(), X.var()), strict=True
            ):
                np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-11 * size)
            start = expected

    @pytest.mark.parametrize("cells", [1, 7, 100, 2**20])
    def test_blocks_change_nothing(self, monkeypatch, cells):
        X = overlapping()
        start = some_start(X, 3)
        whole = sweep(X, *start)
        monkeypatch.setattr(geometry, "CELLS_PER_BLOCK", cells)
        for ours, theirs in zip(sweep(X, *start), whole, strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=1e-11, atol=1e-12)

    def test_the_loops_agree(self):
        X = overlapping()
        start = some_start(X, 3)
        *_, last = em_steps(X, *start, tol=1e-6, max_iter=500)
        fit = em(X, *start, tol=1e-6, max_iter=500)
        assert fit.converged
        assert fit.lower_bound == pytest.approx(last.log_likelihood / len(X), rel=1e-12)
        for ours, theirs in zip(fit[:3], m_step(X, last.responsibilities), strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-10)

    def test_far_from_zero_the_fast_path_keeps_its_digits(self):
        shift = 2.0**30
        X = np.round(overlapping() * 1024) / 1024  # so that X + shift is exact
        start = some_start(X, 3)
        start = (start[0], np.round(start[1] * 1024) / 1024, start[2])
        near = sweep(X, *start)
        far = sweep(X + shift, start[0], start[1] + shift, start[2])
        np.testing.assert_allclose(far[0], near[0], rtol=1e-10)
        np.testing.assert_allclose(far[2], near[2], rtol=1e-10, atol=1e-11)
        assert far[3] == pytest.approx(near[3], rel=1e-11)

    def test_a_point_of_zero_density_in_plain_numbers(self):
        """A thousand standard deviations away exp(-500 000) is 0, and 0/0 would spoil all."""
        X = np.vstack([overlapping(), [[1e3, -1e3]]])
        start = (
            np.array([0.3, 0.7]),
            np.array([[0.0, 0.0], [1.0, 4.0]]),
            np.array([np.eye(2)] * 2),
        )
        shares, log_likelihood = e_step(X, *start)
        assert -2e6 < log_likelihood < -1e5
        assert shares[-1].sum() == pytest.approx(1)
        got = sweep(X, *start)
        assert got[3] == pytest.approx(log_likelihood, rel=1e-12)
        for ours, theirs in zip(got[:3], m_step(X, shares), strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=1e-8)


class TestAgainstScikitLearn:
    @EVERY_SET
    @pytest.mark.parametrize("seed", range(3))
    def test_from_the_same_start(self, name, seed):
        X, k = SETS[name], COMPONENTS.get(name, 3)
        start = some_start(X, k, seed)
        theirs = authority(X, start, max_iter=40, tol=1e-3)
        ours = em(X, *start, max_iter=40, tol=1e-3)
        assert ours.n_iter == theirs.n_iter_
        assert ours.converged == theirs.converged_
        assert ours.lower_bound == pytest.approx(theirs.lower_bound_, rel=1e-9)
        np.testing.assert_allclose(ours.weights, theirs.weights_, rtol=1e-8)
        size = np.abs(X - X.mean(axis=0)).max(axis=0)
        np.testing.assert_allclose(
            (ours.means - theirs.means_) / size, np.zeros_like(ours.means), atol=1e-8
        )
        off = (ours.covariances - theirs.covariances_) / np.outer(size, size)
        np.testing.assert_allclose(off, np.zeros_like(off), atol=1e-10)

    @pytest.mark.parametrize("seed", range(60))
    def test_the_same_random_state_gives_the_same_mixture(self, seed):
        rng = np.random.default_rng(seed)
        n_features, k = rng.integers(1, 6), rng.integers(1, 6)
        X = ellipses(seed, 60 * k, n_features, k)
        options = {
            "n_components": int(k),
            "random_state": seed,
            "n_init": 1 + seed % 3,
            "init_params": "random" if seed % 4 == 3 else "kmeans",
            "max_iter": 300,
        }
        ours = GaussianMixture(**options).fit(X)
        theirs = mixture.GaussianMixture(**options).fit(X)
        assert ours.n_iter_ == theirs.n_iter_
        assert ours.converged_ == theirs.converged_
        assert ours.lower_bound_ == pytest.approx(theirs.lower_bound_, rel=1e-9)
        if (
            options["n_init"] > 1
        ):  # two runs may end at one optimum: rounding chooses the numbering
            order = np.linalg.norm(ours.means_ - theirs.means_[:, None], axis=2).argmin(axis=1)
            for name in ("weights_", "means_", "covariances_"):
                setattr(ours, name, getattr(ours, name)[order])
        np.testing.assert_allclose(ours.weights_, theirs.weights_, rtol=1e-7)
        np.testing.assert_allclose(ours.means_, theirs.means_, rtol=1e-7, atol=1e-8)
        np.testing.assert_allclose(ours.covariances_, theirs.covariances_, rtol=1e-7, atol=1e-9)
        np.testing.assert_array_equal(ours.predict(X), theirs.predict(X))
        np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), atol=1e-7)
        np.testing.assert_allclose(ours.score_samples(X), theirs.score_samples(X), rtol=1e-7)
        assert ours.score(X) == pytest.approx(theirs.score(X), rel=1e-9)
        assert ours.bic(X) == pytest.approx(theirs.bic(X), rel=1e-9)
        assert ours.aic(X) == pytest.approx(theirs.aic(X), rel=1e-9)

    def test_the_same_random_state_draws_the_same_points(self):
        X = overlapping()
        ours = GaussianMixture(3, random_state=5).fit(X).sample(40)
        theirs = mixture.GaussianMixture(3, random_state=5).fit(X).sample(40)
        np.testing.assert_allclose(ours[0], theirs[0], rtol=1e-6)
        np.testing.assert_array_equal(ours[1], theirs[1])

    @parametrize_with_checks([GaussianMixture(), GaussianMixture(init_params="random")])
    def test_estimator_contract(self, estimator, check):
        check(estimator)


class TestWorkedNumbers:
    def test_em_on_a_line(self):
        steps = list(em_steps(ON_A_LINE, *LINE_START, max_iter=2))
        np.testing.assert_allclose(
            [step.log_likelihood for step in steps], [-7.425142, -5.735514, -5.675754], atol=2e-6
        )
        np.testing.assert_allclose(
            steps[0].responsibilities[:, 0], [0.999447, 0.989013, 0.010987, 0.000553], atol=1e-6
        )
        np.testing.assert_allclose(steps[1].means.ravel(), [0.517862, 4.482138], atol=1e-6)
        np.testing.assert_allclose(steps[1].covariances.ravel(), [0.321130] * 2, atol=2e-6)

    def test_em_on_a_line_ends_at_the_two_pairs(self):
        *_, last = em_steps(ON_A_LINE, *LINE_START, tol=1e-12)
        np.testing.assert_allclose(last.means.ravel(), [0.5, 4.5], atol=1e-5)
        np.testing.assert_allclose(last.covariances.ravel(), [0.25, 0.25], atol=1e-4)
        np.testing.assert_allclose(last.weights, [0.5, 0.5], atol=1e-12)

    def test_overlapping_set(self):
        X = overlapping()
        labels = AuthorityKMeans(3, n_init=10, random_state=42).fit(X).labels_
        start = m_step(X, np.eye(3)[labels])
        rises = [step.log_likelihood for step in em_steps(X, *start, tol=0, max_iter=45)]
        np.testing.assert_allclose(rises[:3], [-999.957, -995.024, -992.858], atol=6e-4)
        assert rises[-1] == pytest.approx(-991.113628, abs=1e-6)
        assert len(rises) == 46
        assert (np.diff(rises) > 0).all()

        mixed = GaussianMixture(3, n_init=10, tol=1e-12, max_iter=500, random_state=42).fit(X)
        np.testing.assert_allclose(np.sort(mixed.weights_), [0.180, 0.321, 0.499], atol=6e-4)
        assert mixed.score(X) * len(X) == pytest.approx(-991.113628, abs=1e-5)

    def test_blobs_of_the_pipeline(self):
        X, y = make_blobs(300, centers=4, cluster_std=0.8, random_state=42)
        X = StandardScaler().fit_transform(X)
        bic, aic = [], []
        for k in range(2, 8):
            mixed = GaussianMixture(k, n_init=5, random_state=42).fit(X)
            bic.append(mixed.bic(X))
            aic.append(mixed.aic(X))
            if k == 4:
                assert mixed.n_iter_ == 2
                assert mixed.score(X) * len(X) == pytest.approx(-68.679107, abs=1e-5)
                assert adjusted_rand_score(y, mixed.predict(X)) == 1.0
                np.testing.assert_allclose(mixed.weights_, [0.25] * 4, atol=1e-3)
                assert mixed.predict_proba(X).max(axis=1).min() > 0.999
        np.testing.assert_allclose(bic[:3], [903.9, 469.5, 268.5], atol=0.06)
        np.testing.assert_allclose(aic[:3], [863.2, 406.6, 183.4], atol=0.06)
        assert np.argmin(bic) == 2  # k = 4

    def test_the_floor_on_the_variances_can_lower_the_likelihood_a_little(self):
        X, _ = make_blobs(300, centers=4, cluster_std=0.8, random_state=42)
        X = StandardScaler().fit_transform(X)
        labels = AuthorityKMeans(4, n_init=10, random_state=42).fit(X).labels_
        start = m_step(X, np.eye(4)[labels])
        falls = np.diff([s.log_likelihood for s in em_steps(X, *start, tol=0, max_iter=3)])
        assert -1e-6 < falls.min() < 0
        plain = [s.log_likelihood for s in em_steps(X, *start, reg_covar=0, tol=0, max_iter=3)]
        assert np.diff(plain).min() > -1e-10

    def test_the_likelihood_has_no_maximum(self):
        """One component shrinks onto a point at 0; the other, N(2, 4), covers the rest."""
        X = np.array([[0.0], [1.0], [2.0], [5.0]])
        means = np.array([[0.0], [2.0]])
        reached = [
            e_step(X, np.array([0.5, 0.5]), means, np.array([[[sigma**2]], [[4.0]]]))[1]
            for sigma in (1, 0.1, 0.01, 0.0001)
        ]
        np.testing.assert_allclose(reached, [-8.41, -7.45, -5.17, -0.57], atol=6e-3)

    @pytest.mark.parametrize(
        ("variance", "first", "second", "share_of_c"),
        [
            (10, (3.1429, 4.0714), (3.1429, 4.0714), 0.5),
            (4, (2.3872, 3.0379), (3.8531, 5.0428), 0.5161),
            (1, (1.2772, 1.5387), (3.9052, 5.1064), 0.0296),
            (0.25, (1.25, 1.5), (3.9, 5.1), 0.0),
        ],
    )
    def test_a_fixed_variance_on_the_seven_points(self, variance, first, second, share_of_c):
        means, responsibilities = spherical_em(SEVEN, SEVEN[[0, 3]], variance)
        np.testing.assert_allclose(means, [first, second], atol=6e-5)
        assert responsibilities[2, 0] == pytest.approx(share_of_c, abs=6e-5)

    def test_free_parameters(self):
        assert n_parameters(4, 2) == 23
        for k, d in itertools.product((1, 2, 5), (1, 2, 3)):
            X = ellipses(0, 60, d, 1)
            theirs = mixture.GaussianMixture(k, random_state=0, tol=10).fit(X)
            assert n_parameters(k, d) == theirs._n_parameters()


class TestAlwaysTrue:
    @slow
    @given(
        seed=st.integers(0, 10**6),
        n_features=st.integers(1, 4),
        n_components=st.integers(1, 4),
    )
    def test_the_likelihood_never_falls(self, seed, n_features, n_components):
        rng = np.random.default_rng(seed)
        X = rng.normal(size=(40, n_features)) * rng.choice([0.5, 1, 3], size=(40, 1))
        start = some_start(X, n_components, seed)
        steps = list(em_steps(X, *start, tol=0, max_iter=15))
        assert np.diff([step.log_likelihood for step in steps]).min() > -1e-4
        for step in steps:
            assert step.weights.sum() == pytest.approx(1, abs=1e-15)
            np.testing.assert_allclose(step.responsibilities.sum(axis=1), 1, rtol=1e-12)

    @slow
    @given(seed=st.integers(0, 10**6), shift=st.floats(-1e3, 1e3))
    def test_order_and_place_do_not_matter(self, seed, shift):
        rng = np.random.default_rng(seed)
        X = ellipses(seed, 90, 2, 3)
        start = some_start(X, 3, seed)
        fit = em(X, *start, max_iter=5, tol=0)
        rows, swap = rng.permutation(len(X)), [2, 0, 1]
        moved = (start[0][swap], start[1][swap] + shift, start[2][swap])
        again = em(X[rows] + shift, *moved, max_iter=5, tol=0)
        assert again.lower_bound == pytest.approx(fit.lower_bound, rel=1e-7)
        np.testing.assert_allclose(again.weights, fit.weights[swap], rtol=1e-6)
        np.testing.assert_allclose(again.means - shift, fit.means[swap], rtol=1e-6, atol=1e-7)
        np.testing.assert_allclose(again.covariances, fit.covariances[swap], rtol=1e-5, atol=1e-7)

    @slow
    @given(seed=st.integers(0, 10**6))
    def test_units_do_not_matter_without_a_floor(self, seed):
        """A mixture follows every affine map; its log-density drops by log|det|."""
        X = ellipses(seed, 120, 2, 2)
        A = np.array([[2.0, 0.3], [-0.5, 0.7]])
        start = some_start(X, 2, seed)
        mapped = (start[0], start[1] @ A.T, A @ start[2] @ A.T)
        fit = em(X, *start, reg_covar=0, max_iter=4, tol=0)
        twin = em(X @ A.T, *mapped, reg_covar=0, max_iter=4, tol=0)
        np.testing.assert_allclose(twin.means, fit.means @ A.T, rtol=1e-6, atol=1e-7)
        assert twin.lower_bound == pytest.approx(
            fit.lower_bound - np.log(np.linalg.det(A)), abs=1e-8
        )

    @slow
    @given(seed=st.integers(0, 10**6), k=st.integers(1, 4))
    def test_a_small_variance_gives_k_means(self, seed, k):
        rng = np.random.default_rng(seed)
        X = rng.normal(size=(30, 2))
        start = X[rng.choice(30, k, replace=False)]
        means, responsibilities = spherical_em(X, start, variance=1e-7)
        nearest = ((X[:, None] - means) ** 2).sum(axis=2).argmin(axis=1)
        np.testing.assert_array_equal(responsibilities.argmax(axis=1), nearest)
        for j in range(k):
            np.testing.assert_allclose(means[j], X[nearest == j].mean(axis=0), atol=1e-6)

    def test_a_large_variance_gives_one_mean(self):
        X = overlapping()
        means, _ = spherical_em(X, X[[0, 200]], variance=1e4)
        np.testing.assert_allclose(means, np.tile(X.mean(axis=0), (2, 1)), atol=1e-6)

    def test_one_component_is_the_sample_mean_and_covariance(self):
        X = overlapping()
        mixed = GaussianMixture().fit(X)
        np.testing.assert_allclose(mixed.means_[0], X.mean(axis=0), rtol=1e-12)
        expected = np.cov(X.T, ddof=0) + 1e-6 * np.eye(2)
        np.testing.assert_allclose(mixed.covariances_[0], expected, rtol=1e-11)


class TestFaultsSeenElsewhere:
    def test_the_weights_are_learned(self):
        """Elsewhere the M-step binds the new weights to a name that nobody reads."""
        X = np.vstack([overlapping()[:150], overlapping()[150:175] + 20])
        *_, last = em_steps(X, *some_start(X, 2), tol=1e-9, max_iter=200)
        np.testing.assert_allclose(np.sort(last.weights), [1 / 7, 6 / 7], atol=1e-6)
        mixed = GaussianMixture(2, random_state=0).fit(X)
        np.testing.assert_allclose(np.sort(mixed.weights_), [1 / 7, 6 / 7], atol=1e-6)

    def test_predict_looks_at_the_weights(self):
        """Halfway between two equal components, the heavier one owns the point."""
        mixed = GaussianMixture(2, random_state=0).fit(np.repeat([[-1.0], [1.0]], 3, axis=0))
        mixed.means_, mixed.covariances_ = np.array([[-1.0], [1.0]]), np.ones((2, 1, 1))
        for weights in ([0.9, 0.1], [0.1, 0.9]):
            mixed.weights_ = np.array(weights)
            assert mixed.predict([[0.0]])[0] == np.argmax(weights)
            np.testing.assert_allclose(mixed.predict_proba([[0.0]])[0], weights)

    def test_seed_zero_is_a_seed(self):
        X = np.random.default_rng(0).normal(size=(80, 2))
        options = {"init_params": "random", "max_iter": 2, "tol": 10.0, "random_state": 0}
        one, two = (GaussianMixture(3, **options).fit(X) for _ in range(2))
        np.testing.assert_array_equal(one.means_, two.means_)
        np.testing.assert_array_equal(one.sample(9)[0], two.sample(9)[0])

    def test_the_global_seed_is_left_alone(self):
        np.random.seed(3)  # noqa: NPY002
        before = np.random.get_state()[1].copy()  # noqa: NPY002
        GaussianMixture(2, random_state=1).fit(overlapping()).sample(5)
        np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002

    @pytest.mark.parametrize("sigmas", [1e3, 1e6])
    def test_a_far_point_stays_finite(self, sigmas):
        mixed = GaussianMixture(2, random_state=0).fit(overlapping())
        far = np.array([[sigmas, -sigmas]])
        assert np.isfinite(mixed.score_samples(far)).all()
        assert mixed.score_samples(far)[0] < -1000
        np.testing.assert_allclose(mixed.predict_proba(far).sum(), 1)

    def test_a_far_point_in_the_data_does_not_break_the_fit(self):
        X = np.vstack([overlapping(), [[1e3, 1e3]]])
        for init_params in ("kmeans", "random"):
            mixed = GaussianMixture(3, init_params=init_params, random_state=0, max_iter=300)
            assert np.isfinite(mixed.fit(X).score_samples(X)).all()

    @pytest.mark.parametrize("k", [3, 7, 10])
    def test_the_weights_sum_to_one_so_that_sampling_works(self, k):
        for seed in range(20):
            X = np.random.default_rng(seed).normal(size=(77, 1))
            mixed = GaussianMixture(k, random_state=seed, tol=0.1).fit(X)
            assert mixed.weights_.sum() <= 1 + 1e-15
            points, labels = mixed.sample(50)
            assert points.shape == (50, 1)
            assert labels.shape == (50,)

    def test_the_last_step_is_not_stale(self):
        """Every step shows the likelihood and the shares of the parameters it shows."""
        X = overlapping()
        for step in em_steps(X, *some_start(X, 3), tol=1e-4, max_iter=60):
            shares, log_likelihood = e_step(X, *step[:3])
            np.testing.assert_array_equal(step.responsibilities, shares)
            assert step.log_likelihood == log_likelihood
        mixed = GaussianMixture(3, random_state=0).fit(X)
        _, log_likelihood = e_step(X, mixed.weights_, mixed.means_, mixed.covariances_)
        assert mixed.score(X) == pytest.approx(log_likelihood / len(X), rel=1e-13)
        assert mixed.score(X) >= mixed.lower_bound_

    def test_a_yielded_step_is_not_changed_later(self):
        X = overlapping()
        steps = em_steps(X, *some_start(X, 3), max_iter=5)
        first = next(steps)
        kept = [np.copy(part) for part in first]
        list(steps)
        for part, copy in zip(first, kept, strict=True):
            np.testing.assert_array_equal(part, copy)

    def test_the_data_and_the_start_are_left_alone(self):
        X = overlapping()
        start = some_start(X, 3)
        kept = [part.copy() for part in (X, *start)]
        em(X, *start)
        list(em_steps(X, *start))
        GaussianMixture(3, random_state=0).fit(X)
        for part, copy in zip((X, *start), kept, strict=True):
            np.testing.assert_array_equal(part, copy)


class TestEdges:
    def test_as_many_components_as_points(self):
        X = np.array([[0.0, 0], [10, 0], [0, 10], [10, 10]])
        mixed = GaussianMixture(4, random_state=0).fit(X)
        assert len(set(mixed.predict(X))) == 4
        np.testing.assert_allclose(mixed.weights_, [0.25] * 4)
        np.testing.assert_allclose(mixed.covariances_, [1e-6 * np.eye(2)] * 4, atol=1e-12)

    def test_duplicates(self):
        X = np.repeat([[0.0, 0.0], [5.0, 5.0]], [30, 10], axis=0)
        mixed = GaussianMixture(2, random_state=0).fit(X)
        np.testing.assert_allclose(np.sort(mixed.weights_), [0.25, 0.75], atol=1e-9)
        assert len(set(mixed.predict(X))) == 2

    def test_more_components_than_distinct_points(self):
        X = np.repeat([[0.0], [1.0]], 5, axis=0)
        with pytest.warns(ConvergenceWarning, match="distinct"):
            mixed = GaussianMixture(3, random_state=0).fit(X)
        assert np.isfinite(mixed.score_samples(X)).all()

    def test_constant_feature(self):
        X = np.column_stack([overlapping(), np.full(300, 7.0)])
        mixed = GaussianMixture(3, random_state=0).fit(X)
        np.testing.assert_allclose(mixed.means_[:, 2], 7)
        np.testing.assert_allclose(mixed.covariances_[:, 2, 2], 1e-6, rtol=1e-6)
        flat = GaussianMixture(3, random_state=0).fit(X[:, :2])
        assert adjusted_rand_score(mixed.predict(X), flat.predict(X[:, :2])) == 1

    def test_integers_and_lists(self):
        X = [[0, 0], [1, 0], [0, 1], [9, 9], [8, 9], [9, 8]]
        ours = GaussianMixture(2, random_state=0).fit(X)
        floats = GaussianMixture(2, random_state=0).fit(np.array(X, dtype=float))
        np.testing.assert_array_equal(ours.means_, floats.means_)
        assert adjusted_rand_score(ours.predict(X), [0, 0, 0, 1, 1, 1]) == 1

    def test_a_component_that_owns_nobody_does_no_harm(self):
        X = overlapping()
        start = (np.array([0.5, 0.5]), np.array([[0.0, 1], [1e4, 1e4]]), np.array([np.eye(2)] * 2))
        for weights, means, covariances in (
            m_step(X, e_step(X, *start)[0]),
            sweep(X, *start)[:3],
        ):
            np.testing.assert_allclose(weights, [1, 0], atol=1e-12)
            assert np.isfinite(means).all()
            assert (np.linalg.eigvalsh(covariances) > 0).all()

    def test_without_a_floor_a_collapse_is_named(self):
        X = np.repeat([[0.0, 0.0], [5.0, 5.0]], 10, axis=0)
        with pytest.raises(ValueError, match="larger reg_covar"):
            GaussianMixture(2, reg_covar=0, random_state=0).fit(X)
        with pytest.raises(ValueError, match="collapsed"):
            cholesky_factors(np.zeros((1, 2, 2)))

    def test_a_collapse_in_the_last_sweep_is_named(self):
        X = np.array([[0.0], [0.0], [100.0], [101.0]])
        start = (np.array([0.5, 0.5]), np.array([[0.0], [100.0]]), np.ones((2, 1, 1)))
        with pytest.raises(ValueError, match="collapsed"):
            em(X, *start, reg_covar=0, max_iter=1)

    def test_too_few_sweeps_warn(self):
        with pytest.warns(ConvergenceWarning, match="max_iter=2"):
            mixed = GaussianMixture(3, max_iter=2, tol=0, random_state=0).fit(overlapping())
        assert not mixed.converged_
        assert mixed.n_iter_ == 2

    def test_the_best_of_several_starts_is_kept(self):
        X = ellipses(8, 300, 2, 5)
        options = {"init_params": "random", "max_iter": 300}
        bounds, rng = [], np.random.RandomState(0)
        for _ in range(6):
            bounds.append(GaussianMixture(5, random_state=rng, **options).fit(X).lower_bound_)
        best = GaussianMixture(5, n_init=6, random_state=0, **options).fit(X)
        assert best.lower_bound_ == max(bounds)

    @pytest.mark.parametrize(
        ("options", "error", "message"),
        [
            ({"n_components": 0}, ValueError, "n_components == 0"),
            ({"n_components": 2.0}, TypeError, "n_components"),
            ({"n_components": 301}, ValueError, "n_components=301 is more than n_samples=300"),
            ({"tol": -1.0}, ValueError, "tol"),
            ({"reg_covar": -1e-6}, ValueError, "reg_covar"),
            ({"max_iter": 0}, ValueError, "max_iter"),
            ({"n_init": 0}, ValueError, "n_init"),
            ({"init_params": "kmean"}, ValueError, "'kmeans' or 'random', got 'kmean'"),
            ({"random_state": "x"}, ValueError, "seed"),
        ],
    )
    def test_bad_parameters_are_named(self, options, error, message):
        with pytest.raises(error, match=message):
            GaussianMixture(**options).fit(overlapping())

    @pytest.mark.parametrize(
        ("X", "message"),
        [
            ([[1.0, np.nan], [0, 0]], "NaN"),
            ([[1.0, np.inf], [0, 0]], "infinity"),
            ([1.0, 2.0], "2D"),
            (np.empty((0, 2)), "0 sample"),
            ([[1.0, 2.0]], "1"),
            ([["a", "b"], ["c", "d"]], "could not convert"),
        ],
    )
    def test_bad_tables_are_named(self, X, message):
        with pytest.raises(ValueError, match=message):
            GaussianMixture().fit(X)
        if message not in {"1"}:
            with pytest.raises(ValueError, match=message):
                next(em_steps(X, [1.0], [[0.0, 0.0]], [np.eye(2)]))
            with pytest.raises(ValueError, match=message):
                spherical_em(X, [[0.0, 0.0]], 1.0)

    @pytest.mark.parametrize(
        ("start", "message"),
        [
            (([0.5, 0.6], [[0.0], [1]], np.ones((2, 1, 1))), "sum to 1"),
            (([1.5, -0.5], [[0.0], [1]], np.ones((2, 1, 1))), "positive"),
            (([1.0], [[0.0], [1]], np.ones((2, 1, 1))), "weights must have the shape"),
            (([0.5, 0.5], [[0.0, 1], [1, 1]], np.ones((2, 1, 1))), "means must have the shape"),
            (([0.5, 0.5], [[0.0], [1]], np.ones((2, 1))), "covariances must have the shape"),
            (([0.5, 0.5], [[0.0], [np.nan]], np.ones((2, 1, 1))), "means must be finite"),
            (([0.5, 0.5], [[0.0], [1]], np.zeros((2, 1, 1))), "not positive definite"),
        ],
    )
    def test_bad_starts_are_named(self, start, message):
        with pytest.raises(ValueError, match=message):
            next(em_steps(ON_A_LINE, *start))

    @pytest.mark.parametrize("variance", [0.0, -1.0, np.nan, np.inf])
    def test_bad_variances_are_named(self, variance):
        with pytest.raises(ValueError, match="variance must be a positive number"):
            spherical_em(SEVEN, SEVEN[[0, 3]], variance)

    def test_not_fitted(self):
        mixed = GaussianMixture()
        for method in (
            mixed.predict,
            mixed.predict_proba,
            mixed.score_samples,
            mixed.bic,
            mixed.aic,
        ):
            with pytest.raises(NotFittedError):
                method(SEVEN)
        with pytest.raises(NotFittedError):
            mixed.sample()

    def test_wrong_width_and_no_samples(self):
        mixed = GaussianMixture(2, random_state=0).fit(overlapping())
        with pytest.raises(ValueError, match="3 features"):
            mixed.predict(np.zeros((4, 3)))
        with pytest.raises(ValueError, match="n_samples"):
            mixed.sample(0)

    def test_in_a_pipeline(self):
        X = overlapping()
        labels = make_pipeline(StandardScaler(), GaussianMixture(3, random_state=0)).fit_predict(X)
        scaled = StandardScaler().fit_transform(X)
        expected = GaussianMixture(3, random_state=0).fit(scaled).predict(scaled)
        np.testing.assert_array_equal(labels, expected)


class TestSampling:
    def test_moments_of_the_sample_are_those_of_the_mixture(self):
        mixed = GaussianMixture(3, random_state=11).fit(overlapping())
        points, labels = mixed.sample(60_000)
        for j in range(3):
            members = points[labels == j]
            size = len(members)
            weight = mixed.weights_[j]
            off = abs(size / 60_000 - weight)
            assert off < 5 * np.sqrt(weight * (1 - weight) / 60_000)
            spread = np.sqrt(np.diag(mixed.covariances_[j]))
            assert (np.abs(members.mean(axis=0) - mixed.means_[j]) < 5 * spread / size**0.5).all()
            np.testing.assert_allclose(
                np.cov(members.T) / np.outer(spread, spread),
                mixed.covariances_[j] / np.outer(spread, spread),
                atol=7 / size**0.5,
            )

    def test_a_mixture_fitted_to_its_own_sample_comes_back(self):
        first = GaussianMixture(3, random_state=1, tol=1e-6, max_iter=500).fit(overlapping())
        points, _ = first.sample(30_000)
        again = GaussianMixture(3, random_state=1, tol=1e-6, max_iter=500).fit(points)
        order = np.linalg.norm(again.means_[:, None] - first.means_, axis=2).argmin(axis=0)
        np.testing.assert_allclose(again.weights_[order], first.weights_, atol=0.02)
        np.testing.assert_allclose(again.means_[order], first.means_, atol=0.1)
        np.testing.assert_allclose(again.covariances_[order], first.covariances_, atol=0.15)
