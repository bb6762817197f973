"""HDBSCAN against scikit-learn, SciPy, brute force and worked examples."""

import tracemalloc
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial.distance import squareform
from sklearn.cluster import HDBSCAN as Authority
from sklearn.datasets import make_blobs, make_moons
from sklearn.metrics import adjusted_rand_score
from sklearn.utils.estimator_checks import check_estimator

from course_lib.dbscan import dbscan
from course_lib.hdbscan import (
    HDBSCAN,
    condense,
    core_distances,
    hdbscan,
    label_points,
    mutual_reachability,
    select_stable,
    single_linkage_tree,
    spanning_tree,
    stabilities,
)
from course_lib.metrics import count_clusters

FOUR_POINTS = np.array([[0.0], [1.0], [2.0], [10.0]])


def random_set(seed):
    """Blobs of several densities, one Gaussian, moons with extra features."""
    rng = np.random.default_rng(seed)
    n, d = int(rng.integers(20, 200)), int(rng.integers(1, 9))
    if seed % 3 == 0:
        centers, spread = int(rng.integers(1, 6)), rng.uniform(0.5, 4)
        X = make_blobs(n, d, centers=centers, cluster_std=spread, random_state=seed)[0]
    elif seed % 3 == 1:
        X = rng.normal(size=(n, d))
    else:
        moons = make_moons(n, noise=0.1, random_state=seed)[0]
        X = np.column_stack([moons, rng.normal(scale=0.05, size=(n, d))])
    return X, int(rng.integers(2, 12)), [None, 1, 2, 5][rng.integers(4)]


def test_clusters_noise_and_probabilities_are_scikit_learns_on_150_sets():
    found = set()
    for seed in range(150):
        X, size, min_samples = random_set(seed)
        authority = Authority(min_cluster_size=size, min_samples=min_samples, copy=True).fit(X)
        labels, probabilities = hdbscan(X, size, min_samples)
        np.testing.assert_array_equal(labels == -1, authority.labels_ == -1, f"seed {seed}")
        assert adjusted_rand_score(authority.labels_, labels) == 1, f"seed {seed}"
        np.testing.assert_allclose(
            probabilities, authority.probabilities_, atol=1e-9, err_msg=f"seed {seed}"
        )
        found.add(count_clusters(labels))
    assert {0, 2, 3, 4} <= found  # the sets are not all alike


def test_golden_core_and_mutual_reachability_distances():
    assert core_distances(FOUR_POINTS, 2).tolist() == [1, 1, 1, 8]
    table = mutual_reachability(FOUR_POINTS, 2)
    assert (table[0, 1], table[0, 2], table[2, 3], table[1, 3], table[0, 3]) == (1, 2, 8, 9, 10)
    np.testing.assert_array_equal(table, table.T)


def three_groups():
    rng = np.random.default_rng(7)
    groups = [rng.normal(at, std, (100, 2)) for at, std in (((0, 0), 0.12), ((0.9, 0), 0.12))]
    return np.vstack([*groups, rng.normal((6, 0), 1.3, (100, 2))]), np.repeat([0, 1, 2], 100)


def test_golden_three_groups_of_unequal_density():
    X, y = three_groups()
    labels, _ = hdbscan(X, min_cluster_size=10)
    assert (count_clusters(labels), (labels == -1).sum()) == (3, 0)
    assert adjusted_rand_score(y, labels) == 1.0


@pytest.mark.parametrize(
    ("eps", "noise", "ari"), [(0.2, 95, 0.976), (0.4, 52, 0.40), (0.6, 10, 0.525)]
)
def test_golden_dbscan_on_the_three_groups(eps, noise, ari):
    X, y = three_groups()
    labels = dbscan(X, eps, 5)[1]
    assert (labels == -1).sum() == noise
    assert adjusted_rand_score(y, labels) == pytest.approx(ari, abs=5e-3)


def test_no_eps_keeps_the_loose_group_and_separates_the_tight_ones():
    X, y = three_groups()
    for eps in np.arange(0.1, 2.0, 0.05):
        labels = dbscan(X, eps, 5)[1]
        tight_apart = not set(labels[y == 0]) & set(labels[y == 1]) - {-1}
        loose = labels[y == 2]
        largest = np.bincount(loose + 1)[1:].max(initial=0)
        assert not (tight_apart and largest >= 80), eps


# --- each step against an authority -----------------------------------------------------------


def test_core_distances_by_sorting():
    X = np.random.default_rng(0).normal(size=(60, 3))
    distances = np.sort(np.sqrt(((X[:, None] - X) ** 2).sum(axis=2)), axis=1)
    for k in (1, 2, 7, 60):
        np.testing.assert_allclose(core_distances(X, k), distances[:, k - 1], rtol=1e-14)


@pytest.mark.parametrize("seed", range(10))
def test_spanning_tree_is_as_short_as_scipys(seed):
    X, _, _ = random_set(seed)
    edges, lengths = spanning_tree(X, 4)
    table = mutual_reachability(X, 4)
    np.testing.assert_allclose(lengths, table[edges[:, 0], edges[:, 1]])
    np.fill_diagonal(table, 0)
    assert lengths.sum() == pytest.approx(minimum_spanning_tree(table).sum())
    assert set(edges[:, 1]) == set(range(1, len(X)))  # each point is brought in once


@pytest.mark.parametrize("seed", range(10))
def test_hierarchy_is_scipys_single_linkage_of_mutual_reachability(seed):
    X, _, _ = random_set(seed)
    tree = single_linkage_tree(*spanning_tree(X, 3))
    table = mutual_reachability(X, 3)
    np.fill_diagonal(table, 0)
    theirs = linkage(squareform(table, checks=False), "single")
    np.testing.assert_allclose(tree[:, 2], theirs[:, 2])
    assert (tree[:, :2] < len(X) + np.arange(len(tree))[:, None]).all()
    for height in np.quantile(tree[:, 2], [0.2, 0.5, 0.9]):
        ours, reference = (fcluster(z, height, "distance") for z in (tree, theirs))
        assert adjusted_rand_score(ours, reference) == 1


def test_cutting_the_hierarchy_is_dbscan_on_core_points():
    X = make_moons(150, noise=0.1, random_state=3)[0]
    tree = single_linkage_tree(*spanning_tree(X, 5))
    for eps in (0.15, 0.2, 0.25, 0.3):
        core, labels = dbscan(X, eps, 5)
        assert adjusted_rand_score(fcluster(tree, eps, "distance")[core], labels[core]) == 1


def check_condensed(condensed, n_samples, min_cluster_size):
    points = condensed.child[condensed.child < n_samples]
    assert sorted(points) == list(range(n_samples))  # every point leaves exactly once
    clusters = condensed.child[condensed.child >= n_samples]
    assert sorted(clusters) == list(range(n_samples + 1, n_samples + 1 + len(clusters)))
    assert (condensed.parent < condensed.child)[condensed.child >= n_samples].all()
    for cluster in clusters:
        (size,) = condensed.size[condensed.child == cluster]
        assert size >= min_cluster_size
        assert condensed.size[condensed.parent == cluster].sum() == size
        (birth,) = condensed.level[condensed.child == cluster]
        assert (condensed.level[condensed.parent == cluster] >= birth).all()


def best_by_enumeration(condensed, stability):
    """The largest sum of stabilities over all sets of clusters, none inside another."""
    root = condensed.parent.min()
    above = dict(zip(condensed.child, condensed.parent, strict=True))

    def inside(cluster):
        while cluster != root:
            cluster = above[cluster]
            yield cluster

    clusters = range(root + 1, root + len(stability))
    best = 0.0
    for k in range(1, len(stability)):
        for some in combinations(clusters, k):
            if not any(set(inside(cluster)) & set(some) for cluster in some):
                best = max(best, sum(stability[cluster - root] for cluster in some))
    return best


def test_condensed_tree_and_choice_by_enumeration():
    sizes = set()
    for seed in range(40):
        X = np.random.default_rng(seed).normal(size=(60, 2))
        condensed = condense(single_linkage_tree(*spanning_tree(X, 2)), 4)
        check_condensed(condensed, 60, 4)
        stability = stabilities(condensed)
        if len(stability) > 12:
            continue
        selected = select_stable(condensed, stability)
        chosen = stability[selected - 60].sum() if len(selected) else 0.0
        assert chosen == pytest.approx(best_by_enumeration(condensed, stability))
        assert 60 not in selected
        sizes.add(len(selected))
    assert len(sizes) >= 3


def test_stability_by_hand():
    # 0, 1 | 3, 4 with single linkage: pairs at distance 1, both pairs at distance 2.
    tree = np.array([[0, 1, 1, 2], [2, 3, 1, 2], [4, 5, 2, 4]], dtype=float)
    condensed = condense(tree, 2)
    # The root keeps 4 points for 1/2; each pair keeps 2 points from 1/2 to 1.
    assert stabilities(condensed).tolist() == [2.0, 1.0, 1.0]
    labels, probabilities = label_points(condensed, select_stable(condensed, [0.0, 1.0, 1.0]))
    assert labels[0] == labels[1] != labels[2] == labels[3]
    assert probabilities.tolist() == [1, 1, 1, 1]


def test_scipys_linkage_can_be_condensed():
    X = make_blobs(80, centers=3, cluster_std=0.5, random_state=0)[0]
    theirs = condense(linkage(X, "single"), 5)
    ours = condense(single_linkage_tree(*spanning_tree(X, 1)), 5)
    np.testing.assert_allclose(np.sort(stabilities(theirs)), np.sort(stabilities(ours)))


# --- ties, degenerate sets, memory ------------------------------------------------------------


def test_ties_change_neither_heights_nor_validity():
    for seed in range(20):
        X = np.random.default_rng(seed).integers(0, 8, size=(80, 2)).astype(float)
        order = np.random.default_rng(seed + 1).permutation(80)
        trees = [single_linkage_tree(*spanning_tree(data, 4)) for data in (X, X[order])]
        np.testing.assert_allclose(trees[0][:, 2], trees[1][:, 2])
        condensed = condense(trees[0], 4)
        check_condensed(condensed, 80, 4)
        assert not np.isnan(stabilities(condensed)).any()


def test_duplicates_have_infinite_stability_and_no_nan():
    X = np.repeat([[0.0, 0.0], [5.0, 5.0]], 10, axis=0)
    labels, probabilities = hdbscan(X, 5)
    assert count_clusters(labels) == 2
    assert adjusted_rand_score(np.repeat([0, 1], 10), labels) == 1
    assert probabilities.tolist() == [1.0] * 20


def test_a_split_among_equal_points_is_worth_nothing():
    tree = np.array([[0, 1, 0, 2], [2, 3, 0, 2], [4, 5, 0, 4]], dtype=float)
    assert stabilities(condense(tree, 2)).tolist() == [np.inf, 0, 0]


def test_equal_points_are_no_finding():
    # One cluster that holds everything is never chosen, as in scikit-learn.
    labels, probabilities = hdbscan(np.ones((30, 2)), 5)
    assert labels.tolist() == [-1] * 30
    assert probabilities.tolist() == [0.0] * 30


def test_small_sets():
    assert hdbscan([[0.0], [1.0]], 2)[0].tolist() == [-1, -1]
    assert hdbscan(np.array([[0], [1], [50], [51]]), 2)[0].tolist() in ([0, 0, 1, 1], [1, 1, 0, 0])


def test_no_recursion_and_no_square_table():
    X = np.cumsum(np.random.default_rng(0).uniform(1, 2, size=2000)).reshape(-1, 1)
    tracemalloc.start()
    hdbscan(X, 5)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8e6  # a table of 2 000 x 2 000 numbers would be 32 megabytes


@settings(deadline=None, max_examples=30)
@given(
    arrays(float, (25, 2), elements=st.floats(-5, 5, width=16), unique=True),
    st.integers(2, 8),
    st.sampled_from([0.25, 4.0]),
)
def test_scaling_by_a_power_of_two_changes_nothing(X, size, factor):
    for one, other in zip(hdbscan(X, size, 2), hdbscan(X * factor, size, 2), strict=True):
        np.testing.assert_allclose(one, other)


@pytest.mark.parametrize(
    ("X", "size", "min_samples", "message"),
    [
        (FOUR_POINTS, 1, 2, "min_cluster_size must be an integer of at least 2, got 1"),
        (FOUR_POINTS, 2.5, 2, "min_cluster_size must be an integer"),
        (FOUR_POINTS, 2, 5, r"min_samples must be an integer from 1 to .*n_samples = 4.*got 5"),
        (FOUR_POINTS, 2, 0, "min_samples must be an integer from 1"),
        (FOUR_POINTS, 5, None, "min_samples must be an integer from 1"),
        (FOUR_POINTS[:1], 2, 1, "1 sample"),
        (np.array([[0.0], [np.nan]]), 2, 1, "NaN"),
        (np.zeros(5), 2, 1, "2D array"),
    ],
)
def test_bad_input_is_named(X, size, min_samples, message):
    with pytest.raises(ValueError, match=message):
        hdbscan(X, size, min_samples)


def test_estimator_passes_scikit_learns_checks():
    check_estimator(HDBSCAN())


def test_estimator_attributes():
    X = three_groups()[0]
    model = HDBSCAN(min_cluster_size=10).fit(X)
    labels, probabilities = hdbscan(X, 10)
    np.testing.assert_array_equal(model.labels_, labels)
    np.testing.assert_array_equal(model.probabilities_, probabilities)
    assert model.n_features_in_ == 2
