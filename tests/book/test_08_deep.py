"""Every number and every "you see that" of the pages on deep clustering, recomputed.

The hand example is run again in fractions. What the long measurement says is read from the file
that it wrote, and the claims are checked for its seeds. Only the tests that need TensorFlow are
skipped without it.
"""

import re
from fractions import Fraction as F
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import yaml
from sklearn.cluster import KMeans
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score, pairwise_distances

BOOK = Path(__file__).resolve().parents[2] / "book"
PAGE = (BOOK / "08-deep.md").read_text(encoding="utf-8")
CASE = (BOOK / "08b-segmentation.md").read_text(encoding="utf-8")
ERRATA = {
    row["id"]: row
    for row in yaml.safe_load((BOOK / "errata.yml").read_text(encoding="utf-8"))["errata"]
}
RESULTS = BOOK / "results" / "digits.yml"
IMAGES, DIGITS = load_digits(return_X_y=True)


def one(pattern, page=PAGE):
    """Return the groups of a pattern, at its one place in a page."""
    found = re.findall(pattern, re.sub(r"\s+", " ", page))
    assert len(found) == 1, f"{len(found)} places say {pattern!r}"
    return found[0]


def tables(page):
    blocks = re.findall(r"(?:^\|.*\|\n)+", page, re.M)
    return [
        [[cell.strip() for cell in line.strip("|\n").split("|")] for line in block.splitlines()]
        for block in blocks
    ]


def fractions(text):
    return [F(token) for token in re.findall(r"\d+(?:/\d+)?", text)]


def solution(label, page=PAGE):
    return page.split(f"{{solution}} {label}\n")[1].split("\n:::")[0]


# DEC in fractions --------------------------------------------------------------------------------


def kernels(codes, centers):
    return [[1 / (1 + (F(z) - F(c)) ** 2) for c in centers] for z in codes]


def shares(codes, centers):
    return [[w / sum(row) for w in row] for row in kernels(codes, centers)]


def sizes(Q):
    return [sum(column) for column in zip(*Q, strict=True)]


def target(Q):
    rows = [[q**2 / f for q, f in zip(row, sizes(Q), strict=True)] for row in Q]
    return [[w / sum(row) for w in row] for row in rows]


CODES, CENTERS = (0, 1, 3), (0, 3)
Q = shares(CODES, CENTERS)
P = target(Q)


def test_a_moved_digit_is_nearer_to_another_class():
    X = IMAGES / 16
    moved = np.zeros((len(X), 8, 8))
    moved[:, :, 1:] = X.reshape(-1, 8, 8)[:, :, :-1]
    own = ((X - moved.reshape(-1, 64)) ** 2).sum(axis=1)
    other = pairwise_distances(X, metric="sqeuclidean")
    other[DIGITS[:, None] == DIGITS] = np.inf
    assert (other.min(axis=1) < own).all()
    assert one(r"For all ([\d,]+) images, some image of \*another\*") == f"{len(X):,}"


def test_autoencoder_by_hand():
    header, _, *rows = tables(PAGE)[0]
    assert header == ["point", "code", "restored", "squared error"]
    total = 0
    for point, code, restored, error in rows:
        x = fractions(point)
        z = sum(x) / 2
        assert F(code) == z
        assert fractions(restored) == [z, z]
        assert F(error) == sum((a - z) ** 2 for a in x)
        total += F(error)
    said = one(r"restored with a total squared error of (\d), so the .* is (\d/\d)\.")
    assert [F(number) for number in said] == [total, total / (2 * len(rows))]
    assert rows[1][1] == rows[3][1], "(1, 3) and (2, 2) have the same code"


def test_dec_by_hand():
    _, _, *rows = tables(PAGE)[1]
    for row, z, kernel, q, p in zip(rows, CODES, kernels(CODES, CENTERS), Q, P, strict=True):
        assert fractions(row[0]) == [z]
        assert [fractions(cell) for cell in row[1:]] == [kernel, q, p]
        assert max(p) > max(q), "surer than the share"
    f1, f2 = one(r"The sizes are \$f_1 = (\d+/\d+)\$ and \$f_2 = (\d+/\d+)\$")
    assert [F(f1), F(f2)] == sizes(Q)
    said = one(
        r"\$\((\d+/\d+)\)/\((\d+/\d+)\) = (\d+/\d+)\$ and \$\((\d+/\d+)\)/\((\d+/\d+)\) = "
        r"(\d+/\d+)\$, in the ratio (\d+) to (\d+)"
    )
    a, fa, w1, b, fb, w2, left, right = map(F, said)
    assert [a, b] == [q**2 for q in Q[1]]
    assert [fa, fb] == sizes(Q)
    assert [w1, w2] == [a / fa, b / fb]
    assert w1 / w2 == left / right == P[1][0] / P[1][1]


def test_gradient_by_hand():
    pull = [
        2 * (p - q) * w * (1 - c)
        for p, q, w, c in zip(P[1], Q[1], kernels(CODES, CENTERS)[1], CENTERS, strict=True)
    ]
    assert sum(pull) == F(one(r"= (\d+/\d+)\$\. Going downhill")) > 0
    assert P[1][0] - Q[1][0] == F(10, 91) == Q[1][1] - P[1][1]
    assert r"\tfrac12 \cdot \tfrac{10}{91} \cdot 1" in PAGE
    assert r"\tfrac15 \cdot \left(-\tfrac{10}{91}\right) \cdot (-2)" in PAGE
    assert "round(18 / 91, 4)" in PAGE
    z, c, fixed = np.array(CODES, float), np.array(CENTERS, float), np.array(P, dtype=float)

    def loss(at):
        codes = z.copy()
        codes[1] = at
        w = 1 / (1 + (codes[:, None] - c) ** 2)
        return (fixed * np.log(fixed / (w / w.sum(axis=1, keepdims=True)))).sum()

    assert (loss(1 + 1e-6) - loss(1 - 1e-6)) / 2e-6 == pytest.approx(18 / 91, abs=1e-8)


# The table ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rows():
    return {row["method"]: row for row in yaml.safe_load(RESULTS.read_text())["rows"]}


def accuracy(rows, method):
    return np.array(rows[method]["accuracy"])


def test_the_table_is_of_five_seeds(rows):
    kept = yaml.safe_load(RESULTS.read_text())
    assert kept["n_samples"] == len(IMAGES)
    assert len(kept["seeds"]) == 5
    assert all(len(row[score]) == 5 for row in rows.values() for score in ("accuracy", "nmi"))
    assert one(r"(\w+) ways to find ten groups") == "Twelve"
    assert one(r"the same (\w+) ways on the ten thousand") == "twelve"
    assert len(rows) == 12


def test_the_first_row_is_what_anybody_gets(rows):
    labels = KMeans(10, n_init=20, random_state=0).fit_predict(IMAGES / 16)
    ari = adjusted_rand_score(DIGITS, labels)
    assert ari == pytest.approx(rows["K-Means on pixels"]["ari"][0], abs=0.02)


def test_what_the_table_shows(rows):
    pixels = accuracy(rows, "K-Means on pixels")
    assert (accuracy(rows, "untrained encoder, then K-Means") < pixels - 0.1).all()
    assert 0 < pixels.mean() - accuracy(rows, "PCA, then K-Means").mean() < 0.02
    assert 0 < accuracy(rows, "PCA in jitters, then K-Means").mean() - pixels.mean() < 0.03
    coded = accuracy(rows, "autoencoder, then K-Means")
    spread, dec, idec = (accuracy(rows, name) for name in ("DEC in spreads", "DEC", "IDEC"))
    assert 0 < coded.mean() - pixels.mean() < 0.06
    assert (spread > coded).all()
    assert (dec > accuracy(rows, "autoencoder in jitters, then K-Means")).all()
    assert (dec - spread > (spread - coded).mean()).all()
    assert abs(idec.mean() - dec.mean()) < 0.03
    mapped, high = (
        accuracy(rows, name)
        for name in ("autoencoder, t-SNE, then K-Means", "DEC from that start")
    )
    assert (high > dec + 0.02).all()
    assert high.mean() > dec.mean() + 0.04
    assert abs(high.mean() - mapped.mean()) < 0.005
    tsne = accuracy(rows, "t-SNE, then K-Means")
    assert abs(tsne.mean() - max(mapped.mean(), high.mean())) < 0.02


def test_bars_of_dec(rows):
    assert accuracy(rows, "DEC").mean() >= 0.85
    assert max(max(row["seconds"]) for row in rows.values()) <= 120  # of two processors


def test_bars_of_the_manifold_start(rows):
    high = accuracy(rows, "DEC from that start")
    assert high.mean() >= 0.93
    assert high.min() >= 0.92


# What needs TensorFlow ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def deep():
    pytest.importorskip("tensorflow", reason="TensorFlow is in the dependency group `deep`")
    from course_lib import deep

    return deep


def test_linear_codes_have_no_lost_unit(deep):
    model = deep.autoencoder(9, (16, 12), 8, dropout=0.2, random_state=0)
    assert model.count_params() == 937


def test_the_stepped_run_gets_surer(deep):
    from course_lib.autoencoder import deform_images

    few = (IMAGES / 16)[np.isin(DIGITS, [0, 1, 4])][:60].astype("float32")
    small = deep.autoencoder(64, (32,), 2, random_state=1)
    losses = deep.train(
        small, few, deform=deform_images, epochs=150, batch_size=20, learning_rate=3e-3,
        random_state=1,
    )  # fmt: skip
    assert losses[-1] < 0.3 * losses[0]
    options = {"learning_rate": 3e-3, "max_rounds": 6, "tol": 0, "batch_size": 20}
    model = deep.DEC(3, pretrained=small, random_state=0, **options)
    rounds = list(model.rounds(few))
    sure = [now.shares.max(axis=1).mean() for now in rounds]
    assert len(rounds) == 7
    assert np.all(np.diff(sure) > 0)

    def tightness(now):
        own = ((now.codes - now.centers[now.labels]) ** 2).sum()
        return own / ((now.codes - now.codes.mean(axis=0)) ** 2).sum()

    assert tightness(rounds[-1]) < tightness(rounds[0])
    assert "one of two labels" in PAGE
    assert "autoencoder(64, (32,), 2, random_state=1)" in PAGE


def test_published_loop_does_not_run(deep):
    from course_lib.backend import tf

    @tf.function
    def update_step(X, labels, k):
        centers = []
        for j in tf.range(k):
            members = tf.boolean_mask(X, tf.equal(labels, tf.cast(j, labels.dtype)))
            centers.append(tf.reduce_mean(members, axis=0))
        return tf.stack(centers)

    with pytest.raises(Exception) as raised:  # noqa: PT011, its type is what is claimed
        update_step(tf.zeros((4, 2)), tf.constant([0, 0, 1, 1]), tf.constant(2))
    assert "InaccessibleTensorError" in type(raised.value).__name__ + str(raised.value)
    assert "`InaccessibleTensorError`" in PAGE


def test_published_deep_cluster_does_not_train_its_centers(deep):
    from course_lib.backend import keras, tf

    class DeepCluster(keras.Model):
        def __init__(self):
            super().__init__()
            dense = keras.layers.Dense
            self.encoder = keras.Sequential([dense(128), dense(64), dense(10)])
            self.decoder = keras.Sequential([dense(64), dense(128), dense(784)])
            self.centers = tf.Variable(tf.zeros((3, 10)))

        def call(self, x):
            return self.decoder(self.encoder(x))

    model = DeepCluster()
    model(np.zeros((1, 784), dtype="float32"))
    assert model.count_params() == sum(map(int, re.findall(r"In all (\d+)\.", PAGE))) == 219546
    assert len(model.trainable_variables) == 12
    assert "219,546" in ERRATA["E-060b"]["correct"]


# Questions and exercises -------------------------------------------------------------------------


def test_quiz_keys():
    found = []
    for page in (PAGE, CASE):
        bodies = re.findall(r"^:::\{quiz\}\n(.*?)^:::", page, re.M | re.S)
        quizzes = [yaml.safe_load(body) for body in bodies]
        found.append([[c["text"] for c in q["choices"] if c.get("right")] for q in quizzes])
        assert all(c["why"] for q in quizzes for c in q["choices"])
    chapter, case = found
    assert len(chapter) == 6
    assert [len(right) for right in chapter] == [1, 1, 1, 2, 1, 1]
    assert chapter[1] == ["as good as PCA with two components"]
    assert chapter[3] == ["The encoder", "The centers"]
    assert len(case) == 2
    assert case[0] == ["PCA with 8 components would do far better"]


def test_exercise_1():
    codes, centers = (0, 2, 4), (0, 4)
    exact = shares(codes, centers)
    said = fractions(solution("ex-deep-01").replace("2/2", ""))
    flat = [w for row in kernels(codes, centers) for w in row]
    flat += [q for row in exact for q in row] + [sizes(exact)[0]]
    flat += [p for row in target(exact) for p in row]
    assert said == flat
    assert target(exact)[1] == exact[1]


def test_exercise_2():
    given = [[F(3, 5), F(2, 5)], [F(9, 10), F(1, 10)]]
    said = solution("ex-deep-02")
    assert "The sizes are 3/2 and 1/2" in said
    assert sizes(given) == [F(3, 2), F(1, 2)]
    assert re.findall(r"target is \((\d+/\d+), (\d+/\d+)\)", said) == [
        tuple(f"{p.numerator}/{p.denominator}" for p in row) for row in target(given)
    ]
    quotients = re.findall(r"\((\d+/\d+)\)/\((\d+/\d+)\) = (\d+/\d+)", said)
    expected = [q**2 / f for row in given for q, f in zip(row, sizes(given), strict=True)]
    assert [F(c) for *_, c in quotients] == [F(a) / F(b) for a, b, _ in quotients] == expected
    assert target(given)[0][0] < F(1, 2) < given[0][0]


def dense(*widths):
    return [a * b + b for a, b in pairwise(widths)]


def test_exercise_3():
    said = solution("ex-deep-03")
    layers = dense(784, 128, 64, 10, 64, 128, 784)
    assert list(map(int, re.findall(r"= (\d+)\$", said))) == layers
    assert f"In all {sum(layers)}." in said
    assert f"makes {sum(layers) + 3 * 10}." in said


def test_exercise_4():
    d2 = np.array([100.0, 121.0])
    for alpha, expected in ((1.0, 122 / 101), (1e9, np.exp(10.5))):
        kernel = (1 + d2 / alpha) ** (-(alpha + 1) / 2)
        assert kernel[0] / kernel[1] == pytest.approx(expected, rel=1e-5)
    assert "122/101" in solution("ex-deep-04")
    assert "e^{10.5}" in solution("ex-deep-04")


def test_exercises_of_the_case():
    layers = dense(9, 16, 12, 8, 12, 16, 9)
    said = solution("ex-segmentation-01", CASE)
    assert list(map(int, re.findall(r"= (\d+)\$", said))) == layers
    assert f"The sum is {sum(layers)}." in said
    assert sum(layers) == 937
    for text in (CASE, ERRATA["E-105"]["correct"]):
        assert "160 + 204 + 104 + 108 + 208 + 153" in text
    assert layers == [160, 204, 104, 108, 208, 153]


# The case ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def case():
    """Run the page's own cells, in order; what they define is what the page shows."""
    pytest.importorskip("tensorflow", reason="TensorFlow is in the dependency group `deep`")
    found = {}
    for cell in re.findall(r"^```\{code-cell\} ipython3\n(.*?)^```", CASE, re.M | re.S):
        exec(cell, found)  # the cells are ours
    return found


def test_sizes_of_the_case(case):
    assert len(case["people"]) == int(one(r"knows ([\d,]+) customers", CASE).replace(",", ""))
    assert case["X"].shape == (6454, 9)
    assert case["X_new"].shape == (1614, 9)
    assert set(case["truth"]) == set("ABCD")
    assert case["people"]["Var_1"].nunique() == 7
    assert np.isfinite(case["X"]).all()


def test_label_encoder_sorts_by_alphabet(case):
    codes = dict(
        zip(case["levels"], case["LabelEncoder"]().fit_transform(case["levels"]), strict=True)
    )
    assert codes == {"Average": 0, "High": 1, "Low": 2}
    assert "Average 0, High 1, Low 2" in ERRATA["E-103"]["correct"]


def test_network_against_pca(case):
    X, X_new, error = case["X"], case["X_new"], case["error"]

    def pca(k):
        found = PCA(k).fit(X)
        return error(found.inverse_transform(found.transform(X_new)))

    restored = {name: error(np.asarray(net(X_new))) for name, net in case["nets"].items()}
    assert restored["dropout 0.2"] > pca(4)
    assert restored["no dropout"] < pca(8)
    assert error(np.zeros_like(X_new)) == pytest.approx(1, abs=0.05)
    found = PCA(8).fit(X)
    missed = np.mean((found.inverse_transform(found.transform(X)) - X) ** 2)
    smallest = np.linalg.eigvalsh(X.T @ X / len(X))[0]
    assert missed == pytest.approx(smallest / 9)
    assert missed <= 1 / 9


def test_codes_of_the_case(case):
    assert case["encode"](case["nets"]["no dropout"], case["X"]).min() < 0
    assert case["encode"](case["nets"]["ReLU code"], case["X"]).min() == 0


def test_the_code_does_not_find_the_segments(case):
    found = {}
    for name, (old, new) in case["spaces"].items():
        labels = KMeans(4, n_init=10, random_state=0).fit(old).predict(new)
        found[name] = adjusted_rand_score(case["truth"], labels)
    assert max(found.values()) < 0.2
    assert min(found, key=found.get) == "code"
    vote = np.mean(np.array(case["segment_of"](case["held_out"])) == case["truth"])
    told = case["line"].score(case["X_new"], case["truth"])
    assert told > vote
    largest = {name: np.mean(case["truth"] == name) for name in "ABCD"}
    assert max(largest, key=largest.get) == "D"
    assert told > largest["D"]


def test_repeated_numbers_of_the_guide():
    for number in ("0.2952", "1.1055", "1234.56", "8976.43"):
        assert number in CASE
        assert number in ERRATA["E-111"]["published"]
    for number in ("-1.45", "-0.12", "0.23", "0.67"):
        assert number.replace("-", "\N{MINUS SIGN}") in CASE
        assert number in ERRATA["E-107"]["published"]
    assert "0.856 and 0.891" in ERRATA["E-109"]["published"]


def test_errata_point_here():
    own = {name for name, row in ERRATA.items() if row["page"] in ("08-deep", "08b-segmentation")}
    expected = {"E-021", "E-060", "E-060b", "E-103", *(f"E-{n}" for n in range(105, 110))}
    expected |= {"E-111", "E-112", "E-113", "E-114", "E-115", "E-116", "E-117", "E-118", "E-119"}
    assert own >= expected | {"E-119c", "E-119d"}


# Nothing unheld ----------------------------------------------------------------------------------

HELD = {
    "test_a_moved_digit_is_nearer_to_another_class": "1,797",
    "test_autoencoder_by_hand": "1/4",
    "test_dec_by_hand": "12/7 9/7 25/49 25/84 4/49 4/63 75 16",
    "test_gradient_by_hand": "12 10 91 15 18/91",
    "test_linear_codes_have_no_lost_unit": "16 12",
    "test_exercise_1": "1/17 1/5 17/18 1/18 1/2 3/2 289/290 1/290",
    "test_exercise_2": "3/5 2/5 9/10 1/10 3/2 1/2 9/25 6/25 4/25 8/25 3/7 4/7 81/100 27/50 1/100 "
    "1/50 27/28 1/28",
    "test_exercise_3": "784 128 64 10 100480 8256 650 704 8320 101136 219546 30 219576",
    "test_exercise_4": "100 121 10.5 122/101 2/2",
    "test_published_loop_does_not_run": "0/0",
    "test_exercises_of_the_case": "937 160 204 104 108 208 153 16 12",
    "test_sizes_of_the_case": "8,068 6,454",
    "test_network_against_pca": "1/9",
    "test_repeated_numbers_of_the_guide": "0.2952 1.1055 1234.56 8976.43 1.45 0.12 0.23 0.67",
    # Minutes to plan, years, what papers report, the guide's own numbers and numbers made up for
    # a question: nothing of the course depends on them.
    "free": "32 75 40 2016 2017 84.3 70,000 90 60 2,627 1,200 0.9 0.46 0.14 0.89 2,332 0.1",
}


def test_no_number_is_unheld(nothing_unheld):
    nothing_unheld(HELD, PAGE, CASE)
