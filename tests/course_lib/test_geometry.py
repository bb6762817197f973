"""The shared vocabulary against plain NumPy and SciPy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.spatial.distance import cdist

from course_lib.geometry import (
    CELLS_PER_BLOCK,
    indicator,
    lift,
    probe,
    row_blocks,
    squared_distances,
)

SMALL = st.integers(-50, 50).map(float)


@given(arrays(float, (7, 3), elements=SMALL), arrays(float, (4, 3), elements=SMALL))
@settings(deadline=None, max_examples=60)
def test_product_of_probe_and_lift_is_the_squared_distance(X, centers):
    wanted = [[sum((x - c) ** 2) for x in X] for c in centers]
    np.testing.assert_array_equal(probe(centers) @ lift(X).T, wanted)


def test_lift_takes_integers():
    np.testing.assert_array_equal(lift(np.array([[3, 4]])), [[3.0, 4.0, 25.0, 1.0]])


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
@pytest.mark.parametrize("offset", [0.0, 1e4])
def test_squared_distances_against_scipy(scale, offset):
    rng = np.random.default_rng(0)
    X = (rng.normal(size=(60, 5)) + offset) * scale
    centers = X[:9] + scale
    wanted = cdist(X, centers, "sqeuclidean")
    np.testing.assert_allclose(squared_distances(X, centers), wanted, rtol=1e-9)


@given(arrays(float, (9, 2), elements=st.floats(-1e3, 1e3)))
@settings(deadline=None, max_examples=60)
def test_squared_distances_are_never_negative(X):
    assert (squared_distances(X, X) >= 0).all()


@given(arrays(np.int64, st.integers(1, 40), elements=st.integers(0, 4)))
@settings(deadline=None, max_examples=60)
def test_indicator_sums_by_cluster(labels):
    X = np.random.default_rng(len(labels)).integers(-9, 9, (len(labels), 3)).astype(float)
    members = indicator(labels, 5)
    assert members.shape == (5, len(labels))
    np.testing.assert_array_equal(members.toarray(), labels == np.arange(5)[:, None])
    wanted = [X[labels == j].sum(axis=0) for j in range(5)]
    np.testing.assert_array_equal(members @ X, wanted)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
@settings(deadline=None, max_examples=100)
def test_row_blocks_cut_all_rows_once_and_fit_the_cache(n_rows, cells_per_row):
    if n_rows * cells_per_row > 10**9:
        n_rows = 1000
    end = 0
    for block in row_blocks(n_rows, cells_per_row):
        assert block.start == end < block.stop
        size = block.stop - block.start
        assert size == 1 or size * cells_per_row <= CELLS_PER_BLOCK
        end = block.stop
    assert end == n_rows
