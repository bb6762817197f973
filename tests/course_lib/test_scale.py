"""K-Means as map-reduce: the same centers as in one piece, wherever the blocks are worked on."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import cdist
from sklearn.cluster import KMeans
from sklearn.datasets import make_blobs

da = pytest.importorskip("dask.array", reason="Dask is in the dependency group `scale`")

from course_lib import geometry, scale  # noqa: E402
from course_lib.lloyd import unvisited  # noqa: E402
from course_lib.scale import (  # noqa: E402
    block_statistics,
    kmeans_map_reduce,
    labels_of,
    new_centers,
    visit,
)

SEVEN = np.array([[1, 1], [1.5, 2], [3, 4], [5, 7], [3.5, 5], [4.5, 5], [3.5, 4.5]])

slow = settings(deadline=None, max_examples=10)


def blobs(n_samples=600, n_features=3, seed=0):
    return make_blobs(n_samples, n_features, centers=4, cluster_std=2.5, random_state=seed)[0]


def authority(X, centers, **options):
    return KMeans(len(centers), init=centers, n_init=1, **{"tol": 0, **options}).fit(X)


def fast_statistics(X, *course):
    """Visit a block once for each of these centers; return the last statistics."""
    block, moves = unvisited(X, len(course[0])), np.zeros(len(course[0]))
    for before, centers in zip((course[0], *course), course, strict=False):
        moves = np.sqrt(((centers - before) ** 2).sum(axis=1))
        block = visit(block, centers, moves)
    return block.totals[:, [*range(X.shape[1]), -1, -2]]


class TestMapAndReduce:
    @pytest.mark.parametrize("seed", range(10))
    def test_statistics_by_brute_force(self, seed):
        rng = np.random.default_rng(seed)
        X, centers = rng.normal(size=(50, 3)), rng.normal(size=(4, 3))
        labels = cdist(X, centers).argmin(axis=1)
        for got in (block_statistics(X, centers), fast_statistics(X, centers)):
            assert got.shape == (4, 5)
            for j in range(4):
                members = X[labels == j]
                expected = [*members.sum(axis=0), (members**2).sum(), len(members)]
                np.testing.assert_allclose(got[j], expected, rtol=1e-12, atol=1e-12)

    @slow
    @given(st.integers(0, 10**6), st.integers(1, 59))
    def test_tables_of_two_blocks_add_up(self, seed, cut):
        rng = np.random.default_rng(seed)
        X, centers = rng.normal(size=(60, 2)), rng.normal(size=(3, 2))
        whole = block_statistics(X, centers)
        parts = block_statistics(X[:cut], centers) + block_statistics(X[cut:], centers)
        np.testing.assert_allclose(parts, whole, rtol=1e-12, atol=1e-12)

    @pytest.mark.parametrize("k", [1, 2, 254, 255, 256, 300])
    def test_story_and_fast_path_agree(self, k, monkeypatch):
        monkeypatch.setattr(geometry, "CELLS_PER_BLOCK", 1000)
        rng = np.random.default_rng(k)
        X, centers = rng.normal(size=(700, 2)), rng.normal(size=(k, 2))
        np.testing.assert_allclose(
            fast_statistics(X, centers), block_statistics(X, centers), atol=1e-10
        )

    @pytest.mark.parametrize("seed", range(10))
    def test_story_and_fast_path_agree_after_many_visits(self, seed):
        """Centers that wander slowly, so that most points are not looked at again."""
        rng = np.random.default_rng(seed)
        X = blobs(400, 2, seed)
        steps = np.cumsum(rng.normal(scale=0.05, size=(12, 5, 2)), axis=0)
        course = X[:5] + steps - X.mean(axis=0)
        X = X - X.mean(axis=0)
        np.testing.assert_allclose(
            fast_statistics(X, *course), block_statistics(X, course[-1]), rtol=1e-9, atol=1e-8
        )

    def test_a_visit_changes_nothing_in_its_block(self):
        block = unvisited(SEVEN, 2)
        before = [np.copy(part) for part in block]
        visit(block, SEVEN[[0, 3]], np.zeros(2))
        for now, then in zip(block, before, strict=True):
            np.testing.assert_array_equal(now, then)

    def test_of_equally_near_centers_the_first_wins(self):
        X, centers = np.array([[0.0], [4.0]]), np.array([[-1.0], [1.0], [1.0], [9.0]])
        expected = [[0, 0, 1], [4, 16, 1], [0, 0, 0], [0, 0, 0]]
        np.testing.assert_array_equal(block_statistics(X, centers), expected)
        np.testing.assert_array_equal(fast_statistics(X, centers), expected)

    def test_inertia_is_that_of_the_old_centers(self):
        X, centers = blobs(), blobs()[:4]
        moved, inertia = new_centers(block_statistics(X, centers), centers)
        table = cdist(X, centers, "sqeuclidean")
        assert inertia == pytest.approx(table.min(axis=1).sum(), rel=1e-10)
        labels = table.argmin(axis=1)
        expected = [X[labels == j].mean(axis=0) for j in range(4)]
        np.testing.assert_allclose(moved, expected, rtol=1e-10)

    def test_a_cluster_without_members_keeps_its_center(self):
        centers = np.array([[0.0, 0.0], [100.0, 100.0]])
        moved, _ = new_centers(block_statistics(SEVEN, centers), centers)
        np.testing.assert_array_equal(moved[1], centers[1])
        np.testing.assert_allclose(moved[0], SEVEN.mean(axis=0))


class TestLoop:
    def test_seven_points(self):
        """Start A and D: three sweeps, WCSS 8.525."""
        X = da.from_array(SEVEN, chunks=(3, 2))
        centers, inertia, n_iter = kmeans_map_reduce(X, SEVEN[[0, 3]])
        np.testing.assert_allclose(centers, [[1.25, 1.5], [3.9, 5.1]], rtol=1e-14)
        assert inertia == pytest.approx(8.525, rel=1e-12)
        assert n_iter == 3

    @pytest.mark.parametrize(("max_iter", "wcss"), [(1, 3233 / 288), (2, 341 / 40), (3, 341 / 40)])
    def test_the_inertia_belongs_to_the_returned_centers(self, max_iter, wcss):
        centers, inertia, n_iter = kmeans_map_reduce(SEVEN, SEVEN[[0, 3]], max_iter=max_iter)
        assert inertia == pytest.approx(wcss, rel=1e-12)
        assert inertia == pytest.approx(cdist(SEVEN, centers, "sqeuclidean").min(axis=1).sum())
        assert n_iter == max_iter

    @pytest.mark.parametrize("seed", range(12))
    def test_the_centers_of_scikit_learn(self, seed):
        X = blobs(500, 1 + seed % 5, seed)
        start = X[np.random.default_rng(seed).choice(500, 2 + seed % 4, replace=False)]
        theirs = authority(X, start)
        blocks = da.from_array(X, chunks=(37 + 50 * (seed % 3), 1 + seed % 2))
        centers, inertia, n_iter = kmeans_map_reduce(blocks, start)
        np.testing.assert_allclose(centers, theirs.cluster_centers_, rtol=1e-9, atol=1e-10)
        assert inertia == pytest.approx(theirs.inertia_, rel=1e-9)
        assert n_iter == theirs.n_iter_
        np.testing.assert_array_equal(labels_of(blocks, centers).compute(), theirs.labels_)

    @slow
    @given(st.integers(0, 10**6), st.integers(1, 60), st.sampled_from([True, False]))
    def test_the_cut_into_blocks_does_not_matter(self, seed, rows, persist):
        X = np.random.default_rng(seed).normal(size=(60, 2))
        one = kmeans_map_reduce(X, X[:3])
        many = kmeans_map_reduce(da.from_array(X, chunks=(rows, 2)), X[:3], persist=persist)
        np.testing.assert_allclose(many[0], one[0], rtol=1e-9, atol=1e-10)
        assert many[1] == pytest.approx(one[1], rel=1e-9)
        assert many[2] == one[2]

    @slow
    @given(st.integers(0, 10**6))
    def test_inertia_never_rises(self, seed):
        X = np.random.default_rng(seed).normal(size=(80, 2))
        course = [kmeans_map_reduce(X, X[:5], max_iter=m)[1] for m in range(1, 6)]
        assert max(np.diff(course)) <= 1e-9 * course[0]

    def test_far_from_zero(self):
        X = blobs()
        near = kmeans_map_reduce(X, X[:4])
        far = kmeans_map_reduce(X + 1e6, X[:4] + 1e6)
        np.testing.assert_allclose(far[0] - 1e6, near[0], atol=1e-7)
        assert far[1] == pytest.approx(near[1], rel=1e-7)

    def test_tolerance_stops_early(self):
        X = blobs()
        _, _, free = kmeans_map_reduce(X, X[:4])
        _, _, loose = kmeans_map_reduce(X, X[:4], tol=1.0)
        assert loose < free

    def test_integers_duplicates_and_as_many_centers_as_points(self):
        X = np.array([[0], [0], [5], [9]])
        centers, inertia, _ = kmeans_map_reduce(X, [[0], [5], [9]])
        np.testing.assert_allclose(centers.ravel(), [0, 5, 9], atol=1e-14)
        assert inertia == pytest.approx(0, abs=1e-12)
        centers, inertia, _ = kmeans_map_reduce(SEVEN, SEVEN)
        np.testing.assert_allclose(centers, SEVEN, rtol=1e-14)
        assert inertia == pytest.approx(0, abs=1e-12)

    def test_the_data_and_the_start_are_left_alone(self):
        X, start = blobs(), blobs()[:4]
        kept, kept_start = X.copy(), start.copy()
        kmeans_map_reduce(X, start)
        np.testing.assert_array_equal(X, kept)
        np.testing.assert_array_equal(start, kept_start)

    def test_a_numpy_array_is_cut_into_blocks(self, monkeypatch):
        monkeypatch.setattr(scale, "ROWS_PER_TASK", 100)
        X = blobs()
        assert labels_of(X, X[:4]).numblocks == (6,)
        np.testing.assert_allclose(
            kmeans_map_reduce(X, X[:4])[0], authority(X, X[:4]).cluster_centers_, rtol=1e-9
        )

    def test_a_file_larger_than_its_blocks(self, tmp_path):
        X = blobs()
        np.save(tmp_path / "X.npy", X)
        on_disk = np.load(tmp_path / "X.npy", mmap_mode="r")
        blocks = da.from_array(on_disk, chunks=(50, 3))
        got = kmeans_map_reduce(blocks, X[:4], persist=False)
        np.testing.assert_allclose(got[0], kmeans_map_reduce(X, X[:4])[0], rtol=1e-9)

    def test_labels_are_lazy(self):
        asked = []

        def draw(block):
            asked.append(len(block))
            return block

        X = da.from_array(SEVEN, chunks=(2, 2)).map_blocks(draw, meta=np.empty((0, 0)))
        labels = labels_of(X, SEVEN[[0, 3]])
        assert not asked
        np.testing.assert_array_equal(labels[:2].compute(), [0, 0])
        assert asked == [2]  # only the block that was asked for


class TestWhere:
    def test_names(self):
        X = blobs()
        default = kmeans_map_reduce(X, X[:4])
        for name in ("threads", "synchronous"):
            np.testing.assert_array_equal(
                kmeans_map_reduce(X, X[:4], scheduler=name)[0], default[0]
            )

    def test_a_cluster(self):
        distributed = pytest.importorskip("distributed")
        X = blobs()
        expected = kmeans_map_reduce(X, X[:4])
        blocks = da.from_array(X, chunks=(100, 3))
        with distributed.Client(
            processes=False, n_workers=1, threads_per_worker=2, dashboard_address=None,
            set_as_default=False,
        ) as client:  # fmt: skip
            for scheduler in (client, client.scheduler.address):
                for persist in (True, False):
                    got = kmeans_map_reduce(blocks, X[:4], scheduler=scheduler, persist=persist)
                    np.testing.assert_allclose(got[0], expected[0], rtol=1e-9)
                    assert got[1] == pytest.approx(expected[1], rel=1e-9)
                    assert got[2] == expected[2]
            worked = client.run_on_scheduler(
                lambda dask_scheduler: [
                    prefix
                    for prefix, group in dask_scheduler.task_prefixes.items()
                    if "visit" in prefix
                ]
            )
            assert worked  # the cluster did the work, not this process's threads


class TestBadInput:
    @pytest.mark.parametrize(
        ("X", "centers", "message"),
        [
            ([[1.0, np.nan], [0, 0]], [[0.0, 0]], "X contains NaN or infinity"),
            ([[1.0, np.inf], [0, 0]], [[0.0, 0]], "X contains NaN or infinity"),
            (SEVEN, [[0.0, np.nan]], "centers contains NaN"),
            (SEVEN, [[0.0, 0, 0]], "as X has 2 features"),
            (SEVEN, [0.0, 0], r"it must be \(n_clusters, 2\)"),
            (SEVEN, np.zeros((0, 2)), "n_clusters"),
            (SEVEN, np.zeros((8, 2)), "8 centers are more than the 7 points"),
            ([1.0, 2.0], [[1.0]], "it must be a table"),
            (np.zeros((0, 2)), [[1.0, 2]], "at least one row"),
            ([["a", "b"]], [[1.0, 2]], "could not convert"),
        ],
    )
    def test_bad_tables_are_named(self, X, centers, message):
        with pytest.raises(ValueError, match=message):
            kmeans_map_reduce(X, centers)

    @pytest.mark.parametrize("options", [{"max_iter": 0}, {"tol": -1.0}])
    def test_bad_options_are_named(self, options):
        with pytest.raises(ValueError, match=next(iter(options))):
            kmeans_map_reduce(SEVEN, SEVEN[:2], **options)

    def test_an_unknown_scheduler_is_refused(self):
        with pytest.raises(ValueError, match="'nowhere' is none of 'threads'"):
            kmeans_map_reduce(SEVEN, SEVEN[:2], scheduler="nowhere")

    def test_only_this_module_needs_dask_and_its_error_names_the_group(self):
        code = (
            "import sys, course_lib.kmeans, course_lib.gmm\n"
            "assert 'dask' not in sys.modules\n"
            "sys.modules['dask'] = None\n"
            "try:\n    import course_lib.scale\n"
            "except ImportError as error:\n    print(error)"
        )
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
        assert "uv sync --group scale" in run.stdout
