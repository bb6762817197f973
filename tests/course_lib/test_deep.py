"""Deep clustering: the formulas against fractions and finite differences, the rest by use."""

import subprocess
import sys
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.metrics import adjusted_rand_score

pytest.importorskip("tensorflow", reason="TensorFlow is in the dependency group `deep`")

from course_lib import lloyd
from course_lib.autoencoder import (
    autoencoder,
    batches,
    deform_images,
    descend,
    encode,
    jitter_units,
    measure_in_jitters,
    measure_in_spreads,
    train,
)
from course_lib.backend import keras, tf
from course_lib.dec import (
    SoftAssignment,
    clustering_loss,
    dec_rounds,
    soft_assignment,
    target_distribution,
)
from course_lib.dec_steps import dec_steps
from course_lib.deep import DEC, manifold_labels
from course_lib.tf_kmeans import tensorflow_kmeans

few = settings(deadline=None, max_examples=30)
seeds = st.integers(0, 10**6)

# The formulas ------------------------------------------------------------------------------------


def told(Z, centers, alpha):
    """Shares and target, loop by loop as printed, in whatever numbers come in."""
    Q = []
    for z in Z:
        kernel = [
            (1 + sum((a - b) ** 2 for a, b in zip(z, c, strict=True)) / alpha)
            ** (-(alpha + 1) / 2)
            for c in centers
        ]
        Q.append([value / sum(kernel) for value in kernel])
    sums = [sum(column) for column in zip(*Q, strict=True)]
    P = []
    for row in Q:
        weights = [q**2 / total for q, total in zip(row, sums, strict=True)]
        P.append([weight / sum(weights) for weight in weights])
    return np.array(Q, dtype=float), np.array(P, dtype=float)


def drawn(seed, n=6, k=3, d=2):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, d)), rng.normal(size=(k, d))


def test_hand_example_in_fractions():
    F = Fraction
    Q = soft_assignment(np.array([[0.0], [1.0], [3.0]]), np.array([[0.0], [3.0]]))
    exact = [[F(10, 11), F(1, 11)], [F(5, 7), F(2, 7)], [F(1, 11), F(10, 11)]]
    np.testing.assert_allclose(Q, np.array(exact, dtype=float), rtol=1e-14)
    exact = [[F(75, 76), F(1, 76)], [F(75, 91), F(16, 91)], [F(3, 403), F(400, 403)]]
    np.testing.assert_allclose(target_distribution(Q), np.array(exact, dtype=float), rtol=1e-14)


@few
@given(seeds, st.sampled_from([0.5, 1.0, 2.0, 10.0]))
def test_shares_and_target_as_printed(seed, alpha):
    Z, centers = drawn(seed)
    Q, P = told(Z, centers, alpha)
    np.testing.assert_allclose(soft_assignment(Z, centers, alpha), Q, rtol=1e-12)
    np.testing.assert_allclose(target_distribution(Q), P, rtol=1e-12)


@few
@given(seeds)
def test_tensors_and_arrays_agree(seed):
    Z, centers = drawn(seed)
    Q = soft_assignment(tf.constant(Z), tf.constant(centers), 2.0)
    P = target_distribution(Q)
    np.testing.assert_allclose(Q, soft_assignment(Z, centers, 2.0), rtol=1e-12)
    np.testing.assert_allclose(P, target_distribution(np.asarray(Q)), rtol=1e-12)
    loss = clustering_loss(np.asarray(P), np.asarray(Q))
    assert float(clustering_loss(P, Q)) == pytest.approx(loss)


@few
@given(seeds)
def test_rows_sum_to_one_and_order_of_clusters_is_free(seed):
    Z, centers = drawn(seed)
    Q = soft_assignment(Z, centers)
    P = target_distribution(Q)
    np.testing.assert_allclose(Q.sum(axis=1), 1)
    np.testing.assert_allclose(P.sum(axis=1), 1)
    turn = [2, 0, 1]
    np.testing.assert_allclose(soft_assignment(Z, centers[turn]), Q[:, turn])
    np.testing.assert_allclose(target_distribution(Q[:, turn]), P[:, turn])
    nearest = ((Z[:, None] - centers) ** 2).sum(axis=2).argmin(axis=1)
    np.testing.assert_array_equal(Q.argmax(axis=1), nearest)


@few
@given(seeds)
def test_loss_is_zero_only_at_the_target(seed):
    Q = soft_assignment(*drawn(seed))
    P = target_distribution(Q)
    assert clustering_loss(Q, Q) == 0
    assert clustering_loss(P, Q) > 0
    assert clustering_loss(P, Q) == pytest.approx((P * (np.log(P) - np.log(Q))).sum())


def test_equal_clusters_make_the_sure_surer():
    Q = np.array([[0.8, 0.2], [0.2, 0.8]])
    assert (target_distribution(Q)[[0, 1], [0, 1]] > 0.8).all()


def printed_gradients(Z, centers, alpha):
    Q = soft_assignment(Z, centers, alpha)
    P = target_distribution(Q)
    gaps = Z[:, None] - centers
    pull = ((P - Q) / (1 + (gaps**2).sum(axis=2) / alpha))[:, :, None] * gaps
    return P, (alpha + 1) / alpha * pull.sum(axis=1), -(alpha + 1) / alpha * pull.sum(axis=0)


@few
@given(seeds, st.sampled_from([1.0, 3.0]))
def test_gradients_against_finite_differences(seed, alpha):
    """The printed gradients hold the target fixed; so do the differences, and TensorFlow."""
    Z, centers = drawn(seed)
    P, of_Z, of_centers = printed_gradients(Z, centers, alpha)
    for moved, expected in ((Z, of_Z), (centers, of_centers)):
        for place in np.ndindex(moved.shape):
            kept, h, ends = moved[place], 1e-5, []
            for sign in (1, -1):
                moved[place] = kept + sign * h
                ends.append(clustering_loss(P, soft_assignment(Z, centers, alpha)))
            moved[place] = kept
            assert (ends[0] - ends[1]) / (2 * h) == pytest.approx(expected[place], abs=1e-7)
    z, c = tf.Variable(Z), tf.Variable(centers)
    with tf.GradientTape() as tape:
        loss = clustering_loss(tf.constant(P), soft_assignment(z + 0, c + 0, alpha))
    for found, expected in zip(tape.gradient(loss, [z, c]), (of_Z, of_centers), strict=True):
        np.testing.assert_allclose(found, expected, atol=1e-12)


# The autoencoder ---------------------------------------------------------------------------------


def test_published_sizes():
    model = autoencoder(9, (16, 12), 8, dropout=0.2, random_state=0)
    assert model.count_params() == 937 == 160 + 204 + 104 + 108 + 208 + 153
    encoder, decoder = model.layers
    for network, units, counts in (
        (encoder, [16, 12, 8], [160, 204, 104]),
        (decoder, [12, 16, 9], [108, 208, 153]),
    ):
        dense = [layer for layer in network.layers if isinstance(layer, keras.layers.Dense)]
        assert [layer.units for layer in dense] == units
        assert [layer.count_params() for layer in dense] == counts
        assert [layer.activation.__name__ for layer in dense] == ["relu", "relu", "linear"]
        assert sum(isinstance(layer, keras.layers.Dropout) for layer in network.layers) == 2


def test_a_linear_code_has_two_signs_and_relu_one():
    X = np.random.default_rng(0).normal(size=(200, 9))
    linear = encode(autoencoder(9, (16, 12), 8, random_state=0), X)
    cut = encode(autoencoder(9, (16, 12), 8, code_activation="relu", random_state=0), X)
    assert linear.min() < 0 < linear.max()
    assert cut.min() == 0 < cut.max()


def test_linear_autoencoder_reaches_the_error_of_pca():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(300, 4)) @ np.diag([3.0, 2.0, 0.5, 0.2]) @ rng.normal(size=(4, 4))
    X = (X - X.mean(axis=0)) / X.std()
    best = (np.linalg.svd(X, compute_uv=False)[2:] ** 2).sum() / X.size
    model = autoencoder(4, (), 2, random_state=0)
    losses = train(model, X, epochs=300, batch_size=50, learning_rate=0.03, random_state=0)
    assert losses[-1] == pytest.approx(best, rel=0.02)


def test_training_never_reads_or_sets_a_global_seed():
    X = np.random.default_rng(0).normal(size=(40, 5))

    def weights(seed, noise):
        keras.utils.set_random_seed(noise)
        model = autoencoder(5, (6,), 2, dropout=0.5, random_state=seed)
        losses = train(model, X, epochs=3, batch_size=16, random_state=seed)
        after = np.random.rand()  # noqa: NPY002, the global generator is what is looked at
        return np.concatenate([w.ravel() for w in model.get_weights()]), losses, after

    (a, a_losses, a_after), (b, b_losses, b_after) = weights(0, 1), weights(0, 2)
    np.testing.assert_array_equal(a, b)
    assert a_losses == b_losses
    np.random.seed(1)  # noqa: NPY002
    assert a_after == np.random.rand() != b_after  # noqa: NPY002
    assert not np.array_equal(a, weights(1, 1)[0])


def test_epoch_loss_weighs_batches_by_their_size():
    X = np.arange(5.0)[:, None] * np.ones((1, 2))
    model = autoencoder(2, (), 1, random_state=0)
    before = float(np.mean((np.asarray(model(X)) - X) ** 2))
    losses = train(model, X, epochs=1, batch_size=2, learning_rate=1e-12, random_state=0)
    assert losses[0] == pytest.approx(before, rel=1e-4)


def test_unit_of_the_code_changes_and_the_restored_points_do_not():
    X = np.random.default_rng(0).normal(size=(50, 6)).astype(np.float32)
    model = autoencoder(6, (7,), 3, random_state=0)
    before = np.asarray(model(X))
    measure_in_spreads(model, X, 3.0)
    assert np.std(encode(model, X)) == pytest.approx(3.0, rel=1e-5)
    np.testing.assert_allclose(np.asarray(model(X)), before, atol=1e-5)


def stretched(X, rng):
    """Deform points along one direction more than along the others."""
    return X + rng.normal(size=X.shape) * np.array([3.0, 1, 1, 0.1])


def test_in_jitters_copies_spread_alike_and_the_restored_points_do_not_change():
    X = np.random.default_rng(0).normal(size=(80, 4)).astype(np.float32)
    model = autoencoder(4, (), 3, random_state=0)
    before = np.asarray(model(X))
    measure_in_jitters(model, X, stretched, n_copies=30, random_state=0)
    np.testing.assert_allclose(np.asarray(model(X)), before, atol=1e-4)
    # The encoder is linear: the jitter of its codes is known.
    kernel = model.get_layer("encoder").layers[-1].get_weights()[0]
    covariance = kernel.T @ np.diag([9.0, 1, 1, 0.01]) @ kernel
    np.testing.assert_allclose(covariance, np.eye(3), atol=0.12)


@few
@given(st.integers(1, 4), seeds)
def test_units_of_jitters_are_those_of_a_discriminant_analysis(n_features, seed):
    rng = np.random.default_rng(seed)
    mixing = np.linalg.qr(rng.normal(size=(n_features, n_features)))[0]
    mixing *= rng.uniform(0.5, 3, size=n_features)
    copies = rng.normal(size=(5, 9, n_features)) @ mixing.T
    units = jitter_units(copies)
    inside = sum(np.cov(copies[:, i].T, ddof=1).reshape(n_features, -1) for i in range(9)) / 9
    np.testing.assert_allclose(units.T @ inside @ units, np.eye(n_features), atol=1e-4)


def test_a_direction_without_jitter_stays_finite():
    copies = np.zeros((3, 4, 2))
    copies[:, :, 0] = np.arange(3)[:, None]
    assert np.isfinite(jitter_units(copies)).all()
    assert np.isfinite(jitter_units(np.zeros((3, 4, 2)))).all()


def test_dec_measures_in_jitters_where_it_knows_what_does_not_matter():
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1], 60)
    X = np.column_stack([y + rng.normal(scale=0.1, size=120), rng.normal(scale=3, size=120)])

    def along(X, rng):
        return X + np.column_stack([rng.normal(scale=0.1, size=len(X)), rng.normal(0, 3, len(X))])

    pretrained = autoencoder(2, (), 2, random_state=0)
    options = {"pretrained": pretrained, "max_rounds": 0, "random_state": 0}
    assert adjusted_rand_score(y, DEC(2, **options).fit(X).labels_) < 0.1
    model = DEC(2, deform=along, **options).fit(X)
    assert adjusted_rand_score(y, model.labels_) == 1
    assert np.std(model.embedding_) == pytest.approx(3.0, rel=1e-4)


@few
@given(st.integers(1, 50), st.integers(1, 60), seeds)
def test_batches_hold_each_row_once(n, size, seed):
    dealt = batches(n, size, np.random.RandomState(seed))
    assert sorted(np.concatenate(dealt)) == list(range(n))
    assert all(len(rows) == size for rows in dealt[:-1])


def test_deformed_images_keep_their_ink_near_its_place():
    rng = np.random.default_rng(0)
    X = np.zeros((300, 8, 8))
    X[:, 2:6, 2:6] = rng.uniform(0.5, 1, (300, 4, 4))
    copies = deform_images(X.reshape(300, 64), random_state=0)
    assert copies.min() >= 0
    assert copies.max() <= 1
    assert not np.allclose(copies, X.reshape(300, 64), atol=0.1)
    ink = copies.sum(axis=1) / X.sum(axis=(1, 2))
    assert abs(np.mean(ink) - 1) < 0.1
    rows, columns = np.mgrid[:8, :8]
    for axis in (rows, columns):
        middle = (copies.reshape(300, 8, 8) * axis).sum(axis=(1, 2)) / copies.sum(axis=1)
        assert abs(middle.mean() - 3.5) < 0.1
        assert np.abs(middle - 3.5).max() < 1.5
    np.testing.assert_array_equal(copies, deform_images(X.reshape(300, 64), random_state=0))


def test_descend_moves_only_what_it_is_given():
    a, b = keras.Variable(1.0), keras.Variable(1.0)
    step = descend(lambda x: (a - x) ** 2 + (b - x) ** 2, [a], 0.1)
    first = float(step(tf.constant(0.0)))
    assert float(step(tf.constant(0.0))) < first == 2.0
    assert float(b) == 1.0


# DEC ---------------------------------------------------------------------------------------------


def groups(seed=0, n=40, d=6, k=3, noise=0.15):
    rng = np.random.default_rng(seed)
    places = rng.normal(size=(k, d))
    y = np.repeat(np.arange(k), n)
    return places[y] + rng.normal(scale=noise, size=(k * n, d)), y


QUICK = {"hidden": (16,), "n_latent": 3, "pretrain_epochs": 40, "max_rounds": 5, "batch_size": 32}


@pytest.mark.parametrize("options", [{}, {"start": "manifold"}, {"joint_weight": 0.1}])
def test_plain_groups_are_found_and_predicted(options):
    X, y = groups()
    model = DEC(3, random_state=0, **QUICK, **options).fit(X)
    assert adjusted_rand_score(y, model.labels_) == 1
    np.testing.assert_array_equal(model.predict(X), model.labels_)
    new, new_y = groups(noise=0.1)
    assert adjusted_rand_score(new_y, model.predict(new)) == 1
    np.testing.assert_allclose(model.predict_proba(X).sum(axis=1), 1, atol=1e-5)
    assert model.embedding_.shape == (len(X), 3)
    Q = soft_assignment(model.embedding_, model.cluster_centers_)
    np.testing.assert_allclose(Q, model.predict_proba(X), atol=1e-5)


def test_same_random_state_same_result():
    X, _ = groups()
    a, b = (DEC(3, random_state=7, **QUICK).fit(X) for _ in range(2))
    np.testing.assert_array_equal(a.labels_, b.labels_)
    np.testing.assert_array_equal(a.embedding_, b.embedding_)


def started(X, y, seed=0):
    model = autoencoder(X.shape[1], (8,), 2, random_state=seed)
    measure_in_spreads(model, X, 3.0)
    assigner = SoftAssignment(3)
    codes = encode(model, X)
    assigner.build(codes.shape)
    assigner.centers.assign(np.array([codes[y == j].mean(axis=0) for j in range(3)]))
    return model, assigner


def test_rounds_tell_the_truth_and_lower_the_loss():
    X, y = groups(noise=0.6)
    X = X.astype(np.float32)
    model, assigner = started(X, y)
    options = {"max_rounds": 4, "tol": 0.0, "learning_rate": 1e-3, "random_state": 0}
    rounds = list(dec_rounds(X, model.get_layer("encoder"), assigner, **options))
    assert len(rounds) == 5
    assert rounds[0].changed == 1
    for last, now in pairwise(rounds):
        assert now.changed == np.mean(now.labels != last.labels)
        # The step aims at the target that was set, not at the one set afterwards.
        assert clustering_loss(last.target, now.shares) < clustering_loss(last.target, last.shares)
        assert not np.allclose(now.centers, last.centers), "the centers learn, too"
    for now in rounds:
        np.testing.assert_allclose(now.shares, soft_assignment(now.codes, now.centers), rtol=1e-5)
        np.testing.assert_allclose(now.target, target_distribution(now.shares), rtol=1e-5)
        np.testing.assert_array_equal(now.labels, now.shares.argmax(axis=1))
    surer = [now.shares.max(axis=1).mean() for now in rounds]
    assert surer[-1] > surer[0]


def test_stops_when_few_labels_change():
    X, y = groups(noise=0.01)
    model, assigner = started(X.astype(np.float32), y)
    rounds = dec_rounds(X.astype(np.float32), model.get_layer("encoder"), assigner, tol=0.01)
    assert [now.changed for now in rounds] == [1.0, 0.0]


def test_dec_forgets_the_decoder_and_idec_does_not():
    X, y = groups(noise=0.6)
    X = X.astype(np.float32)
    errors = {}
    for weight in (None, 0.1):
        model, assigner = started(X, y)
        decoder = model.get_layer("decoder")
        before = [w.copy() for w in decoder.get_weights()]
        options = {"joint_weight": weight, "max_rounds": 5, "tol": 0.0, "learning_rate": 3e-3}
        encoder = model.get_layer("encoder")
        list(dec_rounds(X, encoder, assigner, decoder=decoder, random_state=0, **options))
        same = all(map(np.array_equal, before, decoder.get_weights()))
        assert same == (weight is None)
        errors[weight] = float(np.mean((np.asarray(model(X)) - X) ** 2))
    assert errors[0.1] < errors[None]


def test_no_rounds_leave_the_start():
    X, _ = groups()
    model = DEC(3, random_state=0, **{**QUICK, "max_rounds": 0}).fit(X)
    np.testing.assert_array_equal(model.labels_, model.start_labels_)
    assert model.n_iter_ == 0


def test_pretrained_is_copied():
    X, _ = groups()
    given_model = autoencoder(6, (16,), 3, random_state=0)
    before = [w.copy() for w in given_model.get_weights()]
    model = DEC(3, pretrained=given_model, max_rounds=2, random_state=0).fit(X)
    assert all(map(np.array_equal, before, given_model.get_weights()))
    assert model.autoencoder_ is not given_model
    assert model.embedding_.shape == (len(X), 3)


def test_saved_and_loaded(tmp_path):
    X, _ = groups()
    model = DEC(3, alpha=2.0, random_state=0, **QUICK).fit(X)
    path = tmp_path / "clusters.keras"
    model.model_.save(path)
    again = keras.models.load_model(path)
    shares = np.asarray(again(X.astype(np.float32))["shares"])
    np.testing.assert_array_equal(shares, model.predict_proba(X))
    code = (
        "import numpy as np\nfrom course_lib.deep import DEC\n"
        "from course_lib.backend import keras\n"
        f"again = keras.models.load_model({str(path)!r})\n"
        f"shares = again(np.load({str(tmp_path / 'X.npy')!r}))['shares']\n"
        f"np.save({str(tmp_path / 'shares.npy')!r}, np.asarray(shares))\n"
    )
    np.save(tmp_path / "X.npy", X.astype(np.float32))
    quiet = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert quiet.returncode == 0, quiet.stderr
    assert quiet.stderr == "", "TensorFlow starts in silence"
    np.testing.assert_allclose(np.load(tmp_path / "shares.npy"), shares, atol=1e-6)


def test_manifold_labels_find_what_lies_apart():
    X, y = groups(n=20)
    assert adjusted_rand_score(y, manifold_labels(X, 3, random_state=0)) == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"start": "best"}, "start='best' is unknown"),
        ({"n_clusters": 1000}, "n_clusters=1000"),
        ({"spread": 0.0}, "spread"),
        ({"alpha": -1.0}, "alpha"),
        ({"joint_weight": -0.1}, "joint_weight"),
        ({"pretrain_epochs": 0}, "pretrain_epochs"),
    ],
)
def test_wrong_options_are_named(options, said):
    with pytest.raises(ValueError, match=said):
        DEC(**options).fit(groups()[0])


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_bad_points_are_refused(bad):
    X, _ = groups()
    X[3, 1] = bad
    with pytest.raises(ValueError, match="contains"):
        DEC(3, **QUICK).fit(X)


def test_estimator_is_a_plain_one():
    model = DEC(4, start="manifold", hidden=(5,))
    assert clone(model).get_params() == model.get_params()
    with pytest.raises(Exception, match="not fitted"):
        model.predict(groups()[0])


# The stepped figure ------------------------------------------------------------------------------


def test_steps_follow_the_run():
    X, y = groups(noise=0.6)
    X = X.astype(np.float32)
    model, assigner = started(X, y)
    options = {"max_rounds": 3, "tol": 0.0, "random_state": 0}
    rounds = list(dec_rounds(X, model.get_layer("encoder"), assigner, **options))
    figure = dec_steps(rounds, title="Three groups")
    assert len(figure.frames) == 4
    for now, frame in zip(rounds, figure.frames, strict=True):
        np.testing.assert_array_equal(frame.labels, now.labels)
        assert f"{100 * now.shares.max(axis=1).mean():.1f} %" in frame.caption
        lines = [mark for mark in frame.marks if mark.kind == "line"]
        for mark, start, end in zip(lines, rounds[0].codes, now.codes, strict=False):
            np.testing.assert_array_equal(mark.points, [start, end])
        drawn_centers = [mark.points[0] for mark in frame.marks if mark.kind == "center"]
        np.testing.assert_array_equal(drawn_centers, now.centers)
    assert not [mark for mark in figure.frames[0].marks if mark.kind == "line"]
    with pytest.raises(ValueError, match="no rounds"):
        dec_steps([], title="Nothing")
    with pytest.raises(ValueError, match="two"):
        dec_steps([rounds[0]._replace(codes=np.zeros((3, 4)))], title="Four numbers")


# K-Means in TensorFlow ---------------------------------------------------------------------------


@few
@given(seeds, st.integers(1, 5), st.sampled_from([1, 2, 300]))
def test_tensorflow_kmeans_is_lloyd(seed, k, max_iter):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(40, 3)) + 100
    start = X[rng.choice(40, k, replace=False)]
    labels, centers, cost, n_iter = lloyd.lloyd(X, start, max_iter=max_iter)
    found = tensorflow_kmeans(X, start, max_iter=max_iter)
    sizes = np.bincount(found[0], minlength=k)
    if not sizes.all():
        return  # there the two differ on purpose
    np.testing.assert_array_equal(found[0], labels)
    np.testing.assert_allclose(found[1], centers, atol=1e-9)
    assert found[2] == pytest.approx(cost)
    assert found[3] == n_iter


def test_empty_cluster_keeps_its_center():
    X = np.array([[0.0], [1.0], [9.0], [10.0]])
    labels, centers, cost, _ = tensorflow_kmeans(X, [[0.0], [10.0], [99.0]])
    assert labels.tolist() == [0, 0, 1, 1]
    np.testing.assert_allclose(centers, [[0.5], [9.5], [99.0]])
    assert cost == pytest.approx(1.0)


def test_duplicates_and_ties():
    X = np.zeros((5, 2))
    labels, centers, cost, _ = tensorflow_kmeans(X, np.zeros((2, 2)))
    assert labels.tolist() == [0] * 5
    assert np.isfinite(centers).all()
    assert cost == 0


def test_published_demo():
    """Three groups of 100: what the published program would have found, if it ran."""
    rng = np.random.RandomState(42)
    X = np.vstack([rng.randn(100, 2) + at for at in ([0, 0], [6, 6], [12, 0])]).astype(np.float32)
    labels, centers, cost, _ = tensorflow_kmeans(X, X[[0, 100, 200]])
    assert np.bincount(labels).tolist() == [100, 100, 100]
    np.testing.assert_allclose(
        centers, [[-0.116, 0.034], [6.128, 6.043], [11.955, -0.126]], atol=6e-4
    )
    assert round(cost, 2) == 561.18


@pytest.mark.parametrize("bad", [[[np.nan]], [], [[1.0, 2.0]]])
def test_tensorflow_kmeans_refuses(bad):
    with pytest.raises(ValueError, match=r"centers|X"):
        tensorflow_kmeans(np.zeros((3, 1)), bad)


# Without TensorFlow ------------------------------------------------------------------------------


def test_the_library_does_not_need_it():
    code = (
        "import sys\nsys.modules['tensorflow'] = None\n"
        "import course_lib, course_lib.kmeans, course_lib.plotting, course_lib.steps\n"
        "try:\n    import course_lib.deep\n"
        "except ImportError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "uv sync --group deep" in done.stdout
