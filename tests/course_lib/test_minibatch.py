"""Mini-batch K-Means against scikit-learn from the same seed, and against the running mean."""

import pickle
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.base import clone
from sklearn.cluster import MiniBatchKMeans as TheirMiniBatchKMeans
from sklearn.datasets import make_blobs
from sklearn.metrics import adjusted_rand_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_estimator

from course_lib.kmeans import KMeans, MiniBatchKMeans, assign
from course_lib.minibatch import mini_batch_step, replace_starved


@given(arrays(float, (30, 2), elements=st.integers(-20, 20).map(float)), st.integers(1, 29))
@settings(deadline=None, max_examples=60)
def test_step_keeps_the_mean_of_all_members(X, cut):
    centers, counts = np.array([[0.0, 0.0]]), np.array([0.0])
    total = 0.0
    for batch in (X[:cut], X[cut:]):
        total += ((batch - centers) ** 2).sum()
        centers, counts, cost = mini_batch_step(batch, centers, counts)
        total -= cost  # the cost is that before the step
    np.testing.assert_allclose(centers[0], X.mean(axis=0), atol=1e-12)
    assert counts[0] == 30
    assert total == pytest.approx(0, abs=1e-8)


def test_step_leaves_a_center_without_members_and_its_arguments():
    batch, centers, counts = (
        np.array([[1.0], [3.0]]),
        np.array([[0.0], [99.0]]),
        np.array([2.0, 0]),
    )
    kept = centers.copy(), counts.copy()
    moved, after, _ = mini_batch_step(batch, centers, counts)
    np.testing.assert_allclose(moved, [[1.0], [99.0]])
    np.testing.assert_array_equal(after, [4, 0])
    np.testing.assert_array_equal(centers, kept[0])
    np.testing.assert_array_equal(counts, kept[1])


def test_starved_centers_move_to_points_of_the_batch():
    batch = np.arange(10.0)[:, None]
    centers, counts = np.full((4, 1), -5.0), np.array([1000.0, 9.0, 0.0, 500.0])
    moved, after = replace_starved(batch, centers, counts, np.random.RandomState(0))
    assert moved[[0, 3], 0].tolist() == [-5, -5]
    assert set(moved[[1, 2], 0]) <= set(range(10))
    assert moved[1, 0] != moved[2, 0]
    assert after.tolist() == [1000, 500, 500, 500]
    same, _ = replace_starved(batch, centers, np.full(4, 7.0), np.random.RandomState(0))
    assert same is centers


def test_at_most_half_the_batch_becomes_centers():
    counts = np.array([1000.0, 0, 1, 2, 3, 4, 5])
    _, after = replace_starved(np.ones((4, 1)), np.zeros((7, 1)), counts, np.random.RandomState(0))
    assert (after != counts).sum() == 2  # the two with the smallest counts


@pytest.mark.filterwarnings("ignore")
def test_same_seed_same_labels_as_scikit_learn():
    other = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        n, d, k = int(rng.integers(20, 3000)), int(rng.integers(1, 8)), int(rng.integers(1, 12))
        X = make_blobs(n, d, centers=k, cluster_std=2.0, random_state=seed)[0]
        init = "random" if seed % 3 == 0 else "k-means++"
        given = {
            "init": init,
            "batch_size": int(rng.choice([30, 256, 1024])),
            "random_state": seed,
        }
        ours = MiniBatchKMeans(k, **given).fit(X)
        theirs = TheirMiniBatchKMeans(k, **given).fit(X)
        same = np.array_equal(ours.labels_, theirs.labels_)
        if not same or (ours.n_steps_, ours.n_iter_) != (theirs.n_steps_, theirs.n_iter_):
            other.append(seed)
            continue
        np.testing.assert_allclose(ours.cluster_centers_, theirs.cluster_centers_, rtol=1e-7)
        assert ours.inertia_ == pytest.approx(theirs.inertia_)
    assert len(other) <= 1, other


def test_inertia_close_to_full_k_means():
    X = make_blobs(20_000, 10, centers=8, cluster_std=3.0, random_state=42)[0]
    full = KMeans(8, n_init=3, random_state=0).fit(X).inertia_
    costs = [MiniBatchKMeans(8, n_init=3, random_state=seed).fit(X).inertia_ for seed in range(7)]
    theirs = [
        TheirMiniBatchKMeans(8, n_init=3, random_state=seed).fit(X).inertia_ for seed in range(7)
    ]
    assert np.median(costs) <= 1.02 * np.median(theirs)
    assert full <= np.median(costs) * (1 + 1e-9)


def test_partial_fit_follows_scikit_learn():
    X = make_blobs(900, 3, centers=4, random_state=1)[0]
    start = X[:4]
    ours = MiniBatchKMeans(4, init=start, random_state=0)
    theirs = TheirMiniBatchKMeans(4, init=start, n_init=1, random_state=0)
    for batch in np.split(X, 9):
        ours.partial_fit(batch)
        theirs.partial_fit(batch)
        np.testing.assert_allclose(ours.cluster_centers_, theirs.cluster_centers_, rtol=1e-9)
    assert ours.n_steps_ == 9
    assert ours.labels_.shape == (100,)
    np.testing.assert_array_equal(start, X[:4])


def test_a_starved_center_is_replaced_when_due_not_before():
    X = np.random.default_rng(2).normal(size=(900, 1))
    X[0] = 100.0  # the only member the second center ever gets
    ours = MiniBatchKMeans(2, init=[[0.0], [100.0]], random_state=0)
    theirs = TheirMiniBatchKMeans(2, init=[[0.0], [100.0]], n_init=1, random_state=0)
    path = []
    for batch in np.split(X, 60):  # 15 points a batch: due at every second one
        ours.partial_fit(batch)
        theirs.partial_fit(batch)
        np.testing.assert_allclose(ours.cluster_centers_, theirs.cluster_centers_, rtol=1e-9)
        path.append(ours.cluster_centers_[1, 0])
    assert path[5] == 100.0  # 90 points are not yet 100 times as many
    assert abs(path[-1]) < 5


def test_fit_then_partial_fit_goes_on():
    X = make_blobs(600, 2, centers=3, random_state=1)[0]
    model = MiniBatchKMeans(3, batch_size=100, random_state=0).fit(X)
    centers, steps = model.cluster_centers_.copy(), model.n_steps_
    model.partial_fit(X[:100])
    assert model.n_steps_ == steps + 1
    assert 0 < np.abs(model.cluster_centers_ - centers).max() < 0.5


def test_labels_and_inertia_belong_to_the_centers():
    X = make_blobs(1500, 2, centers=5, cluster_std=2.0, random_state=3)[0]
    model = MiniBatchKMeans(5, batch_size=64, random_state=0).fit(X)
    np.testing.assert_array_equal(model.labels_, assign(X, model.cluster_centers_))
    np.testing.assert_array_equal(model.labels_, model.predict(X))
    own = ((X - model.cluster_centers_[model.labels_]) ** 2).sum()
    assert model.inertia_ == pytest.approx(own)
    assert model.inertia_ == pytest.approx(-model.score(X))


def test_max_iter_counts_points_and_patience_can_be_endless():
    X = np.random.default_rng(0).normal(size=(300, 2))
    model = MiniBatchKMeans(
        3, batch_size=30, max_iter=4, max_no_improvement=None, random_state=0
    ).fit(X)
    assert (model.n_steps_, model.n_iter_) == (40, 4)


def test_duplicates_integers_and_more_clusters_than_distinct_points():
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        model = MiniBatchKMeans(3, random_state=0).fit(np.repeat([[1, 2], [9, 9]], 20, axis=0))
    assert np.isfinite(model.cluster_centers_).all()
    assert model.inertia_ == pytest.approx(0, abs=1e-20)


@pytest.mark.parametrize(
    ("parameters", "error", "message"),
    [
        ({"n_clusters": 11}, ValueError, "n_samples=10 should be >= n_clusters=11"),
        ({"batch_size": 0}, ValueError, "batch_size == 0"),
        ({"max_iter": 0}, ValueError, "max_iter == 0"),
        ({"max_no_improvement": 0}, ValueError, "max_no_improvement == 0"),
        ({"init": "kmeans"}, ValueError, "init='kmeans' is unknown"),
        ({"n_init": 0}, ValueError, "n_init == 0"),
    ],
)
def test_names_bad_parameters(parameters, error, message):
    with pytest.raises(error, match=message):
        MiniBatchKMeans(**{"n_clusters": 2, **parameters}).fit(np.arange(20.0).reshape(10, 2))


@pytest.mark.filterwarnings("ignore")
def test_scikit_learn_accepts_the_estimator():
    check_estimator(MiniBatchKMeans())


def test_clone_pickle_pipeline_and_global_generator():
    X, truth = make_blobs(300, 2, centers=[[0, 0], [90, 0], [0, 90]], random_state=1)
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    pipe = make_pipeline(StandardScaler(), MiniBatchKMeans(3, batch_size=50, random_state=0)).fit(
        X
    )
    np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002
    assert adjusted_rand_score(pipe.predict(X), truth) == 1.0
    again = pickle.loads(pickle.dumps(pipe))
    np.testing.assert_array_equal(again.predict(X), pipe.predict(X))
    np.testing.assert_array_equal(clone(pipe).fit(X).predict(X), pipe.predict(X))
