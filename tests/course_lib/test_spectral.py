"""Spectral clustering: exercise 23, scikit-learn's answers, and what a Laplacian must be."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import connected_components, laplacian
from sklearn.cluster import KMeans, SpectralClustering
from sklearn.datasets import load_iris, make_blobs, make_circles, make_moons
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.neighbors import kneighbors_graph

from course_lib import spectral


@pytest.fixture
def circles():
    return make_circles(400, factor=0.5, noise=0.05, random_state=42)


def test_exercise_23(circles):
    X, y = circles
    k_means = KMeans(2, n_init=10, random_state=42).fit_predict(X)
    assert adjusted_rand_score(y, k_means) == pytest.approx(-0.002, abs=1e-3)
    assert adjusted_rand_score(y, spectral.spectral_clustering(X, 2, random_state=42)) == 1
    assert silhouette_score(X, k_means) == pytest.approx(0.354, abs=1e-3)
    assert silhouette_score(X, y) == pytest.approx(0.111, abs=1e-3)


@pytest.mark.parametrize(("gamma", "right"), [(1, False), (10, False), (30, True), (100, True)])
def test_the_reach_of_the_kernel_decides(circles, gamma, right):
    X, y = circles
    labels = spectral.spectral_clustering(X, 2, gamma=gamma, random_state=42)
    score = adjusted_rand_score(y, labels)
    assert score == 1 if right else abs(score) < 0.01
    theirs = SpectralClustering(2, gamma=gamma, random_state=42).fit_predict(X)
    assert adjusted_rand_score(theirs, labels) == pytest.approx(1, abs=0.05 if not right else 0)


@pytest.mark.parametrize(
    ("data", "n_clusters"),
    [
        (make_moons(200, noise=0.05, random_state=42), 2),
        (make_blobs(300, random_state=1), 3),
        (make_blobs(300, centers=5, cluster_std=0.3, random_state=3), 5),
        (make_blobs(200, 10, centers=4, random_state=2), 4),
        (load_iris(return_X_y=True), 3),
    ],
    ids=["moons", "blobs", "graph in parts", "ten features", "iris"],
)
def test_same_clusters_as_scikit_learn(data, n_clusters):
    X = data[0]
    options = {"affinity": "nearest_neighbors", "n_neighbors": 10, "random_state": 0}
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Graph is not fully connected")
        theirs = SpectralClustering(n_clusters, **options).fit_predict(X)
    labels = spectral.spectral_clustering(X, n_clusters, random_state=0)
    assert adjusted_rand_score(theirs, labels) == 1


def test_neighbor_affinity_is_the_symmetrized_graph_of_scikit_learn():
    X = np.random.default_rng(0).normal(size=(60, 3))
    graph = kneighbors_graph(X, 7, include_self=True).toarray()
    expected = (graph + graph.T) / 2
    np.fill_diagonal(expected, 0)
    assert (spectral.neighbor_affinity(X, 7) == expected).all()


def test_rbf_affinity_by_its_formula():
    X = np.random.default_rng(0).normal(size=(20, 3))
    W = spectral.rbf_affinity(X, 0.7)
    for i in range(20):
        for j in range(20):
            strength = np.exp(-0.7 * ((X[i] - X[j]) ** 2).sum()) if i != j else 0
            assert W[i, j] == pytest.approx(strength, abs=1e-12)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10**6), st.integers(5, 40), st.booleans())
def test_laplacian_and_embedding(seed, n, kernel):
    X = np.random.default_rng(seed).normal(size=(n, 2))
    W = spectral.rbf_affinity(X, 2.0) if kernel else spectral.neighbor_affinity(X, 3)
    L = spectral.normalized_laplacian(W)
    assert pytest.approx(laplacian(W, normed=True), abs=1e-12) == L
    values = np.linalg.eigvalsh(L)
    assert values.min() > -1e-9
    assert values.max() < 2 + 1e-9
    if not kernel:
        assert (values < 1e-9).sum() == connected_components(W)[0]
    k = 3
    embedding = spectral.spectral_embedding(W, k)
    degrees = np.diag(W.sum(axis=1))
    # The columns solve L f = lambda D f and are of unit length, at right angles, in the metric D.
    residual = (degrees - W) @ embedding - degrees @ embedding * values[:k]
    assert np.abs(residual).max() < 1e-8
    assert embedding.T @ degrees @ embedding == pytest.approx(np.eye(k), abs=1e-9)


def test_a_point_without_neighbors_is_a_part_of_its_own():
    W = np.zeros((5, 5))
    W[0, 1] = W[1, 0] = W[2, 3] = W[3, 2] = 1
    L = spectral.normalized_laplacian(W)
    assert np.isfinite(L).all()
    assert (np.linalg.eigvalsh(L) < 1e-12).sum() == 3
    places = spectral.spectral_embedding(W, 3)
    assert places[0] == pytest.approx(places[1])
    assert places[2] == pytest.approx(places[3])
    assert np.linalg.norm(places[4] - places[0]) > 0.1


def test_a_far_point_under_a_narrow_kernel_gives_no_warning():
    X = np.vstack([np.random.default_rng(0).normal(size=(20, 2)), [[1e4, 1e4]]])
    labels = spectral.spectral_clustering(X, 2, gamma=1.0, random_state=0)
    assert len(set(labels)) == 2
    assert (labels == labels[-1]).sum() == 1


def test_order_of_the_points_does_not_matter(circles):
    X, y = circles
    order = np.random.default_rng(0).permutation(len(X))
    labels = spectral.spectral_clustering(X[order], 2, random_state=0)
    assert adjusted_rand_score(y[order], labels) == 1


def test_bad_input_is_named():
    X = np.arange(12.0).reshape(6, 2)
    for wrong in (0, 7):
        with pytest.raises(ValueError, match="n_clusters"):
            spectral.spectral_clustering(X, wrong, n_neighbors=3)
    for wrong in (1, 7):
        with pytest.raises(ValueError, match="n_neighbors"):
            spectral.spectral_clustering(X, 2, n_neighbors=wrong)
    with pytest.raises(TypeError, match="n_neighbors"):
        spectral.spectral_clustering(X, 2, n_neighbors=2.5)
    for wrong in (0, -1.0):
        with pytest.raises(ValueError, match="gamma"):
            spectral.spectral_clustering(X, 2, gamma=wrong)
    with pytest.raises(ValueError, match="X contains NaN"):
        spectral.spectral_clustering(np.full((6, 2), np.nan), 2)
    with pytest.raises(ValueError, match="2D"):
        spectral.spectral_clustering(X[:, 0], 2)
