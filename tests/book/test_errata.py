"""What the table of errata calls correct is recomputed here.

Rows of a finished chapter are also held by that chapter's tests. A row whose chapter is not
written yet is not in the table yet, and its test is skipped.
"""

import os
import re
import statistics
from fractions import Fraction
from itertools import combinations, pairwise
from math import ceil, log2, sqrt
from pathlib import Path

import numpy as np
import pytest
import scipy.stats
import yaml
from scipy.spatial.distance import cdist
from sklearn.cluster import DBSCAN, KMeans, MiniBatchKMeans
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.metrics import adjusted_rand_score, silhouette_samples, silhouette_score
from sklearn.mixture import GaussianMixture
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, OrdinalEncoder, StandardScaler

from course_lib import datasets
from course_lib.rfm import clean

ROOT = Path(__file__).resolve().parents[2]
TABLE = yaml.safe_load((ROOT / "book" / "errata.yml").read_text(encoding="utf-8"))
ROWS = {row["id"]: row for row in TABLE["errata"]}
BIBLIOGRAPHY = (ROOT / "book" / "references.bib").read_text(encoding="utf-8")

# Every slip that was found in the five texts. Those of a page belong in the table once it exists.
ALL = {
    "02-kmeans": "001 002 003 004 005 013 014 024 032 035 043 051 052 053 054 055 083 087 090",
    "02b-kmeans-theory": "015 025 026",
    "03-hierarchical": "022 023 030 041 049a 063b 082 088",
    "04-dbscan": "031 033 042 050 056 061 062 081",
    "05-gmm": "016 040 045 063c 080 098",
    "06-metrics": "006 010 011 012 017 018 019 057 058 059 086 104 110 142 144",
    "06b-choosing-k": "044 063d 067 068 092 093",
    "07-choosing": "034 063",
    "08-deep": "020 021 060 060b 143",
    "08b-segmentation": "103 105 106 107 108 109 111 112 113 114 115 116 117 118 119 119c 119d",
    "09-applications": "070 071 072 073 074 075 076 077 078",
    "09a-retail": "140 141",
    "09b-network": "128 129 130",
    "09c-colors": "066 131 132",
    "09d-topics": "064",
    "09e-customers": "065 065b 065c 120 121 122 123 124 125 126 127",
    "10-scale": "133",
    "instructor/tp3": "094 095 096 097",
    "timeline": "046 047 048 049",
    "interview": "084 085",
    "research": "089",
    "bibliography": "079",
    "data": "091 099 100 101 102 119b",
}


def holds(number: str, *parts: str) -> None:
    """Assert that a row says all parts in what it calls correct, or in why."""
    if number not in ROWS:
        pytest.skip(f"{number} is not in the table yet")
    told = f"{ROWS[number]['correct']} {ROWS[number]['why']}".replace("\N{MINUS SIGN}", "-")
    missing = [part for part in parts if part not in told]
    assert not missing, f"{number} does not say {missing}: {told}"


def year_of(key: str) -> str:
    """Return the year of an entry of the bibliography."""
    entry = BIBLIOGRAPHY.split(f"{{{key},", 1)[1].split("\n}\n", 1)[0]
    return re.search(r"\byear = \{(\d{4})\}", entry)[1]


# The table ---------------------------------------------------------------------------------------


def test_all_slips_are_137_and_none_is_told_twice():
    numbers = " ".join(ALL.values()).split()
    assert len(numbers) == len(set(numbers)) == 137
    assert set(ROWS) <= {f"E-{number}" for number in numbers}
    assert len(ROWS) == len(TABLE["errata"])


@pytest.mark.parametrize("page", ALL)
def test_the_slips_of_a_page_are_listed_once_it_exists(page):
    if not (ROOT / "book" / f"{page}.md").exists():
        pytest.skip(f"{page} is not written yet")
    missing = [n for n in ALL[page].split() if f"E-{n}" not in ROWS]
    assert not missing, f"add to book/errata.yml: {missing}"


@pytest.mark.parametrize("number", ROWS)
def test_a_row_reads_well(number):
    row = ROWS[number]
    assert row["text"] in TABLE["texts"]
    for key in ("published", "correct", "why"):
        assert row[key].strip(' "')[-1] in ".`", f"{number}: {key} ends without a stop"


# The lecture chapter -----------------------------------------------------------------------------


def test_silhouettes_of_six_points():
    X, _, labels, _ = datasets.silhouette_six_points()
    s = silhouette_samples(X, labels)
    b = (sqrt(50) + 2 * sqrt(61)) / 3
    assert s[0] == pytest.approx(1 - 1 / b)
    holds("E-006", f"b = {b:.4f}", ", ".join(f"{v:.4f}" for v in s), f"mean {s.mean():.4f}")


def test_expected_cost_of_k_means_plus_plus():
    X = [tuple(map(Fraction, map(str, x))) for x in datasets.seven_points().X.tolist()]

    def square(p, q):
        return sum((a - b) ** 2 for a, b in zip(p, q, strict=True))

    def cost(*centers):
        return sum(min(square(x, c) for c in centers) for x in X)

    best = Fraction(341, 40)
    weighted = sum(
        square(x, first) / cost(first) * cost(first, x) for first in X for x in X if x != first
    ) / len(X)
    plain = sum(cost(p, q) for p, q in combinations(X, 2)) / 21
    bound = 8 * (np.log(2) + 2)
    holds("E-025", f"{float(weighted):.4f}", f"{float(weighted / best):.3f} OPT")
    holds("E-025", f"{bound:.3f} OPT", f"{float(plain):.4f}")


def test_mixtures_fail_on_bent_groups():
    moons, circles = datasets.scaled_moons(), datasets.circles()
    on_moons, on_circles = (
        adjusted_rand_score(
            data.labels, GaussianMixture(2, n_init=5, random_state=42).fit_predict(data.X)
        )
        for data in (moons, circles)
    )
    assert abs(on_circles) < 0.01
    holds("E-034", f"{on_moons:.4f}", "about 0 on the circles")


def test_elbow_of_three_blobs():
    X = datasets.three_blobs().X
    inertia = [KMeans(k, n_init=10, random_state=42).fit(X).inertia_ for k in range(1, 6)]
    drops = [100 * (1 - b / a) for a, b in pairwise(inertia)]
    holds("E-044", ", ".join(f"{v:.1f}" for v in inertia))
    holds("E-044", ", ".join(f"{v:.0f}" for v in drops) + " percent")


CITED = "E-047 forgy1965, E-047 macqueen1967, E-048 sculley2010, E-049 xie2016, E-049 guo2017, "
CITED += "E-079 uidai2014, E-079 jain2010, E-046 blashfield1988, E-085 johnson2021"


@pytest.mark.parametrize(("number", "key"), [pair.split() for pair in CITED.split(", ")])
def test_years_are_those_of_the_bibliography(number, key):
    if (number, key) != ("E-079", "jain2010"):
        holds(number, year_of(key))
    else:
        assert f"Jain {year_of(key)}" in ROWS[number]["published"]


def test_a_loop_over_a_tensor_is_no_python_loop():
    tf = pytest.importorskip("tensorflow")

    @tf.function
    def gather(k):
        found = []
        for j in tf.range(k):
            found.append(tf.cast(j, tf.float32))
        return tf.stack(found)

    with pytest.raises(Exception, match=r"out of scope|Iterating|cannot be accessed"):
        gather(tf.constant(3))
    holds("E-060", "Tensors of a graph loop must not leave it through a list")


def parameters(*layers: int) -> int:
    """Count the weights and biases of dense layers."""
    return sum((a + 1) * b for a, b in pairwise(layers))


def test_parameters_of_the_deep_cluster():
    layers = (784, 128, 64, 10, 64, 128, 784)
    holds("E-060b", f"{parameters(*layers):,}", f"{parameters(*layers) + 3 * 10:,}")


def test_dbscan_tuned_like_the_others():
    blobs = datasets.four_blobs()
    for eps in (0.25, 0.3, 0.4):
        labels = DBSCAN(eps=eps, min_samples=5).fit_predict(blobs.X)
        assert adjusted_rand_score(blobs.labels, labels) == 1
    at_half = DBSCAN(eps=0.5, min_samples=5).fit_predict(blobs.X)
    assert len(set(at_half) - {-1}) == 3
    assert f"{adjusted_rand_score(blobs.labels, at_half):.4f}" in ROWS["E-063"]["published"]
    holds("E-063", "0.25, 0.3 or 0.4")


# Of each headline: how many words it has, and which of the words that stand in two or more.
HEADLINES = [(7, ""), (6, ""), (5, ""), (6, "2"), (6, "7"), (7, "4"), (5, "23"), (6, "8"), (5, "")]
HEADLINES += [(5, ""), (6, "45"), (6, "17"), (5, "04"), (6, "5"), (6, "1"), (7, "3"), (5, "06")]
HEADLINES += [(7, "8"), (6, "6"), (7, "")]


def test_headlines_share_too_few_words():
    own = sum(words - len(shared) for words, shared in HEADLINES)
    table, free = np.zeros((20, 9 + own), dtype=int), 9
    for row, (words, shared) in zip(table, HEADLINES, strict=True):
        row[[int(word) for word in shared]] = 1
        row[free : free + words - len(shared)] = 1
        free += words - len(shared)
    common = table @ table.T > 0
    pairs, lonely = (common.sum() - 20) // 2, (common.sum(axis=1) == 1).sum()
    X = TfidfTransformer().fit_transform(table)
    labels = KMeans(4, n_init=10, random_state=42).fit_predict(X)
    sizes = sorted(np.bincount(labels), reverse=True)
    assert sizes == [11, 3, 3, 3]
    score = adjusted_rand_score(np.repeat(range(4), 5), labels)
    assert lonely == 6
    holds("E-064", "11, 3, 3 and 3", f"{score:.2f}", str(table.shape[1]), f"{pairs} of 190 pairs")


def simulated_mall() -> np.ndarray:
    """Draw the customers of project 1: income, spending, age and visits, each in own blocks."""
    rng = np.random.RandomState(42)
    normal = [
        [(30, 8, 150), (55, 10, 200), (90, 12, 150)],
        [(70, 15, 100), (30, 10, 100), (50, 15, 150), (75, 12, 80), (20, 8, 70)],
        [(25, 5, 150), (40, 8, 200), (55, 7, 150)],
    ]
    columns = [np.concatenate([rng.normal(*block) for block in blocks]) for blocks in normal]
    visits = np.concatenate([rng.poisson(*block) for block in [(8, 200), (3, 150), (5, 150)]])
    return np.column_stack([*columns, visits])


def test_names_by_id_contradict_the_profiles():
    X = simulated_mall()
    Z = StandardScaler().fit_transform(X)
    labels = KMeans(5, n_init=10, random_state=42).fit_predict(Z)
    profiles = np.array([X[labels == j].mean(axis=0) for j in range(5)])
    holds("E-065", f"({profiles[:, 0].min():.1f})", f"({profiles[:, 1].min():.1f})")
    assert profiles[:, 0].argmin() != profiles[:, 1].argmin()
    ages, spending = X[:, 2], X[:, 1]
    assert spending.max() > 100
    blocks = [np.repeat(range(len(sizes)), sizes) for sizes in (
        [150, 200, 150], [100, 100, 150, 80, 70], [200, 150, 150])]  # fmt: skip
    assert len(np.unique(np.column_stack(blocks), axis=0)) == 6
    holds("E-065b", "six combinations", f"{ages.min():.1f}")


def scene(seed: int) -> np.ndarray:
    """Paint sky, sun, grass and earth, 100 by 100, and add noise."""
    image = np.zeros((100, 100, 3), dtype=int)
    image[:40], image[40:70], image[70:] = (135, 206, 235), (34, 139, 34), (139, 90, 43)
    rows, columns = np.mgrid[:100, :100]
    disc = (rows - 22) ** 2 + (columns - 77) ** 2 < 49
    disc[:, :70] = disc[:, 85:] = disc[:15] = disc[30:] = False
    image[disc] = (255, 223, 0)
    noise = np.random.RandomState(seed).randint(-15, 15, image.shape)
    return np.clip(image + noise, 0, 255)


def test_colors_are_better_rounded():
    ratios = [240_000 / (24 * k + 10_000 * ceil(log2(k))) for k in (4, 8, 16)]
    holds("E-066", "{:.2f}, {:.2f} and {:.2f}".format(*ratios))
    gains = []
    for seed in range(5):
        pixels = scene(seed).reshape(-1, 3).astype(float)
        for k in (4, 8, 16):
            model = MiniBatchKMeans(k, batch_size=1000, random_state=42).fit(pixels)
            centers = model.cluster_centers_
            cut, rounded = (
                ((pixels - colors[model.labels_]) ** 2).mean()
                for colors in (np.floor(centers), np.rint(centers))
            )
            gains.append(10 * np.log10(cut / rounded))
    assert min(gains) > 0
    holds("E-066", "Seed the noise, and round")


def test_shares_of_the_telecom_case():
    assert 18 + 22 + 25 + 12 + 8 + 15 == 100
    holds("E-071", "sum to 100")


def test_contrast_of_distances():
    found = []
    for d in (2, 10, 100, 1000):
        X = np.random.default_rng(0).random((500, d))
        distances = cdist(X[:1], X[1:])[0]
        found.append((distances.max() - distances.min()) / distances.min())
    holds("E-084", "{:.0f}, {:.1f}, {:.2f}, {:.2f}".format(*found), "499 other")
    plane = np.random.default_rng(0).random((500, 2))
    turn = np.linalg.qr(np.random.default_rng(1).standard_normal((1000, 2)))[0]
    wide = cdist(plane[:1] @ turn.T, plane[1:] @ turn.T)[0]
    assert wide.size == 499
    holds("E-084", f"the contrast stays {(wide.max() - wide.min()) / wide.min():.0f}")


# The practical work ------------------------------------------------------------------------------


def test_silhouettes_that_are_never_logged():
    X = StandardScaler().fit_transform(datasets.x_sim().X)
    scores = {
        k: silhouette_score(X, KMeans(k, n_init=10, random_state=42).fit_predict(X))
        for k in range(2, 8)
    }
    assert max(scores, key=scores.get) == 5
    holds("E-094", "Log 2 to 7", "not among the two")
    assert datasets.x_sim().features[0] == "Annual_Income (k$)"
    holds("E-091", "income (thousand dollars)")


# The report and the section on applications ------------------------------------------------------


def test_target_distribution_by_hand():
    z, centers = np.array([0, 0.5, 1, 2]), np.array([0.0, 2.0])
    q = 1 / (1 + (z[:, None] - centers) ** 2)
    q /= q.sum(axis=1, keepdims=True)
    f = q.sum(axis=0)
    p = q**2 / f
    p /= p.sum(axis=1, keepdims=True)
    holds("E-020", "{:.4f} and {:.4f}".format(*f), ", ".join(f"{v:.4f}" for v in p[:, 0]))


def test_bits_of_a_palette():
    assert 24 / log2(8) == 8
    told = float(re.search(r"(\d\.\d+) times", ROWS["E-131"]["correct"])[1])
    pixels = 8 * 24 / (24 / told - 3)  # of the picture: 24 bits each against 3 and the palette
    assert told < 8
    assert 1e4 < pixels < 1e5


def test_a_gray_image_has_two_axes():
    with pytest.raises(ValueError, match="not enough values"):
        _height, _width, _channels = np.zeros((4, 5)).shape
    holds("E-132", 'convert("RGB")')


# The guide ---------------------------------------------------------------------------------------


def test_codes_of_categories():
    words = ["Low", "Average", "High"]
    codes = dict(zip(words, LabelEncoder().fit_transform(words).tolist(), strict=True))
    assert codes == {"Average": 0, "High": 1, "Low": 2}
    ordered = OrdinalEncoder(categories=[words]).fit_transform([[w] for w in words])
    assert ordered.ravel().tolist() == [0, 1, 2]
    with pytest.raises(ValueError, match="previously unseen"):
        LabelEncoder().fit(words).transform(["None"])
    holds("E-103", "Average 0, High 1, Low 2")


def test_parameters_of_the_autoencoder():
    layers = (9, 16, 12, 8, 12, 16, 9)
    parts = [parameters(a, b) for a, b in pairwise(layers)]
    holds("E-105", f"{sum(parts)} = " + " + ".join(map(str, parts)))
    encoder, decoder = 3 + 2, 3 + 2
    assert (encoder, decoder, encoder + decoder) == (5, 5, 10)
    holds("E-106", "layer 5", "five layers: 6 to 10")


@pytest.mark.parametrize("seed", range(5))
def test_eight_of_nine_components_lose_at_most_a_ninth(seed):
    rng = np.random.default_rng(seed)
    X = StandardScaler().fit_transform(rng.standard_normal((400, 9)) @ rng.random((9, 9)))
    pca = PCA(8).fit(X)
    lost = ((X - pca.inverse_transform(pca.transform(X))) ** 2).mean()
    assert lost <= 1 / 9
    assert (X**2).mean() == pytest.approx(1)
    holds("E-109", "at most 1/9")


def test_sizes_of_the_split():
    larger, smaller = train_test_split(np.zeros(8068), test_size=0.2, random_state=0)
    holds("E-113", f"{len(larger):,} and {len(smaller):,}")


def test_modes():
    with pytest.raises(statistics.StatisticsError):
        statistics.mode([])
    with pytest.raises(TypeError):
        scipy.stats.mode(np.array(["A", "B", "A"]))
    holds("E-116", "an empty cluster has no mode")


def test_an_old_file_does_not_load(tmp_path):
    keras = pytest.importorskip("keras")
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("adam", "mse", metrics=["mae"])
    model.save(tmp_path / "old.h5")
    with pytest.raises(ValueError, match=r"keras\.metrics\.mse"):
        keras.models.load_model(tmp_path / "old.h5")
    model.save(tmp_path / "new.keras")
    assert keras.models.load_model(tmp_path / "new.keras").count_params() == 3
    holds("E-117", "strings mse and mae")


# Facts of real files -----------------------------------------------------------------------------

needs_data = pytest.mark.skipif("COURSE_DATA" not in os.environ, reason="COURSE_DATA is not set")


def read(path: str):
    """Read a real file, or skip."""
    pd = pytest.importorskip("pandas")
    file = Path(os.environ["COURSE_DATA"]) / path
    if not file.exists():
        pytest.skip(f"{path} is not there")
    if file.suffix == ".parquet":
        pytest.importorskip("pyarrow")
        return pd.read_parquet(file)
    return pd.read_csv(file)


@needs_data
def test_the_automobile_table():
    train = read("customer_segmentation/Train.csv")
    sizes = train["Segmentation"].value_counts()
    assert train["Var_1"].nunique() == 7
    holds("E-100", "{:,}, {:,}, {:,} and {:,}".format(*sizes.sort_index()))
    named = ["Work_Experience", "Family_Size", "Profession", "Ever_Married", "Graduated", "Var_1"]
    missing = train[named].isna().sum()
    share = 100 * missing / len(train)
    holds("E-101", *(f"{v:.2f}" for v in share))
    holds(
        "E-101", ", ".join(map(str, missing[:-1])) + f" and {missing.iloc[-1]} of {len(train):,}"
    )
    low, high = train[["Age", "Work_Experience", "Family_Size"]].agg(["min", "max"]).to_numpy()
    holds("E-102", f"{low[1]:.0f} to {high[1]:.0f}", f"{low[0]:.0f} to {high[0]:.0f}")
    holds("E-102", f"size from {low[2]:.0f} to {high[2]:.0f}")
    first = train.set_index("ID")["Segmentation"]
    assert train["ID"].tolist()[:2] == [462809, 462643]
    holds("E-119b", f"segments {first[462809]} and {first[462643]}")


@needs_data
def test_the_census_table():
    districts = read("india_census_2011/pca-total.csv")
    holds("E-073", f"{len(districts)} rows", f"{len(districts)} districts")
    holds("E-074", f"{districts.shape[1]} columns")


@needs_data
def test_the_retail_table():
    lines = read("online_retail_ii/online_retail_ii_2009_2010.parquet")
    later = read("online_retail_ii/online_retail_2010_2011.parquet")
    assert "Price" in lines
    assert "UnitPrice" in later
    holds("E-140", f"{len(lines):,} rows", f"{(len(lines) + len(later)) / 1e6:.2f} million")
    sold, _ = clean(lines)
    holds("E-122", f"{len(sold) / sold['Invoice'].nunique():.0f} lines on average")
    groups = sold.groupby("Customer ID")
    recency = (sold["InvoiceDate"].max() - groups["InvoiceDate"].max()).dt.days
    frequency, monetary = groups["Invoice"].nunique(), groups["Sales Line Total"].sum()
    z = scipy.stats.zscore(np.column_stack([recency, frequency, monetary]))
    deleted = (abs(z) >= 3).any(axis=1)
    holds("E-123", f"{deleted.sum()} of {len(deleted):,} customers")
    holds("E-123", f"{100 * monetary[deleted].sum() / monetary.sum():.0f} percent of the revenue")

    def is_high(values):
        low, high = np.percentile(values, [25, 75])
        return values > high + 1.5 * (high - low)

    often_only = is_high(frequency) & ~is_high(monetary)
    assert monetary[often_only].min() > monetary.median()
    holds("E-141", f"{often_only.sum()} such customers")
