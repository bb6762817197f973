"""Every number and every "you see that" of the pages on networks, colors and topics, recomputed.

Numbers are read out of the pages, so an edit of the text alone fails here. What the pages compute
with `course_lib` is computed here with scikit-learn and NumPy. What the pages say of real files is
held to `book/results`, and that to the files where they are present.
"""

import ast
import os
import re
from fractions import Fraction
from itertools import combinations
from math import ceil, log, log2, sqrt
from pathlib import Path

import jupytext
import numpy as np
import pytest
import yaml
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import DBSCAN, KMeans, MiniBatchKMeans
from sklearn.datasets import load_sample_image
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler

from course_lib.simulated_fields import ATTACKS, simulated_connections, simulated_documents
from results import network, topics

BOOK = Path(__file__).resolve().parents[2] / "book"
NETWORK, COLORS, TOPICS = PAGES = [
    (BOOK / f"{name}.md").read_text(encoding="utf-8")
    for name in ("09b-network", "09c-colors", "09d-topics")
]
ERRATA = yaml.safe_load((BOOK / "errata.yml").read_text(encoding="utf-8"))["errata"]
N = r"(-?\d[\d,]*(?:\.\d+)?)"  # a printed number


def flat(page):
    return re.sub(r"\s+", " ", page.replace("\N{MINUS SIGN}", "-"))


def agrees(printed, value):
    """Tell whether a printed decimal is the value, to its digits."""
    printed = printed.replace(",", "")
    digits = len(printed.partition(".")[2])
    return abs(float(printed) - value) <= 0.5 * 10**-digits + 1e-9


def check(page, pattern, *values):
    """Hold the numbers of a sentence, at its one place in the page."""
    found = re.findall(pattern.replace("NUMBER", N), flat(page))
    assert len(found) == 1, f"{len(found)} places say {pattern!r}"
    printed = (found[0],) if isinstance(found[0], str) else found[0]
    assert len(printed) == len(values)
    for text, value in zip(printed, values, strict=True):
        assert agrees(text, value), f"{text} is printed, {value} is right"


def says(page, *sentences):
    for sentence in sentences:
        assert sentence in flat(page), sentence


def solution(page, label):
    start = page.index(f"}} {label}\n:class: dropdown")
    return page[start : page.index("{exercise}", start) if "{exercise}" in page[start:] else None]


def erratum(number):
    (row,) = [row for row in ERRATA if row["id"] == number]
    return flat(row["correct"] + " " + row["why"])


# Networks ----------------------------------------------------------------------------------------

DATA = simulated_connections(random_state=0)
COLUMNS = list(DATA.columns[:-1])
ATTACK = (DATA["attack"] != "normal").to_numpy()
LOGS = np.log1p(DATA[COLUMNS].to_numpy())
X = StandardScaler().fit_transform(LOGS)
RAW = StandardScaler().fit_transform(DATA[COLUMNS])


def kind(name):
    return (DATA["attack"] == name).to_numpy()


def noise(points, eps, min_samples):
    return DBSCAN(eps=eps, min_samples=min_samples).fit_predict(points) == -1


def quality(alarm, attack=ATTACK):
    """Return precision and recall, by counting."""
    hits = int((alarm & attack).sum())
    return hits / alarm.sum(), hits / attack.sum()


def test_the_day_in_numbers():
    check(NETWORK, r"So NUMBER of NUMBER connections, NUMBER %, are", ATTACK.sum(), len(DATA), 8)
    assert ATTACK.mean() == 0.08
    assert len(COLUMNS) == 9


def test_the_published_recipe():
    alarm = noise(RAW, 0.5, 10)
    precision, recall = quality(alarm)
    says(NETWORK, "Four of five alarms are false, and five of eight attacks pass.")
    assert 1 - precision == pytest.approx(4 / 5, abs=0.02)
    assert 1 - recall == pytest.approx(5 / 8, abs=0.01)
    tuned, same_recall = quality(noise(X, 1.5, 18))
    box = (
        r"has precision NUMBER and recall NUMBER\. With `eps` 1\.5 and `min_samples` NUMBER "
        r"precision is NUMBER, and recall is still NUMBER\."
    )
    check(NETWORK, box, precision, recall, 2 * len(COLUMNS), tuned, same_recall)
    told = erratum("E-128")
    assert f"precision {precision:.2f} and recall {recall:.2f}" in told


def test_long_tails():
    sent = DATA["src_bytes"]
    says(NETWORK, "more than twenty thousand times the middle one")
    assert 20_000 < sent.max() / sent.median() < 30_000
    a, b = 5000.0, 3.0
    assert log((a + 1) / (b + 1)) == pytest.approx(np.log1p(a) - np.log1p(b))


def test_k_distances_of_the_figure():
    near = NearestNeighbors(n_neighbors=18).fit(X).kneighbors(X)[0][:, -1]
    near.sort()
    says(NETWORK, 'about 1.4 at " "connection 2700, then steeply to about 7.')
    assert near[2700] == pytest.approx(1.4, abs=0.06)
    assert near[-1] == pytest.approx(7, abs=0.3)
    says(NETWORK, "At 1.5, just above the bend")
    assert near[2700] < 1.5


def test_logarithms_against_choosing_eps():
    logs, raw = noise(X, 1.5, 18), noise(RAW, 1.5, 18)
    check(NETWORK, r"NUMBER alarms have precision NUMBER\. Be fair", logs.sum(), quality(logs)[0])
    check(NETWORK, r"give NUMBER alarms with precision NUMBER, too", raw.sum(), quality(raw)[0])
    odd = kind("warezclient")
    check(
        NETWORK,
        r"found more of `warezclient`: NUMBER of it instead of NUMBER\.",
        logs[odd].mean(),
        raw[odd].mean(),
    )


def test_the_flood_is_never_noise():
    flood = kind("neptune")
    labels = DBSCAN(eps=1.5, min_samples=18).fit_predict(X)
    check(
        NETWORK,
        r"Of its NUMBER connections, NUMBER are noise",
        flood.sum(),
        (labels[flood] < 0).sum(),
    )
    for eps in (0.5, 0.9, 1.2, 1.5):
        alarm = noise(X, eps, 18)
        assert alarm[flood].sum() <= 1, "as the loop prints"
    (own,) = set(labels[flood])
    assert (labels == own).sum() == 150, "a cluster of its own"
    assert set(labels) - {-1} == {0, 1}
    check(NETWORK, r"A cluster of NUMBER connections that send nothing", (labels == own).sum())
    profile = DATA[labels == own].median(numeric_only=True)
    assert profile["src_bytes"] == profile["dst_bytes"] == 0
    assert profile["serror_rate"] > 0.9
    for name in ("portsweep", "satan"):
        assert (labels[kind(name)] == -1).all()


def same_day():
    model = KMeans(20, n_init=3, random_state=0).fit(X)
    return model.transform(X).min(axis=1)


def clean_day():
    day = simulated_connections(random_state=1)
    clean = np.log1p(day.loc[day["attack"] == "normal", COLUMNS].to_numpy())
    scaler = StandardScaler().fit(clean[::2])
    model = KMeans(20, n_init=3, random_state=0).fit(scaler.transform(clean[::2]))
    far = [model.transform(scaler.transform(Z)).min(axis=1) for Z in (clean[1::2], LOGS)]
    return far[1], np.quantile(far[0], 0.99), model.transform(scaler.transform(clean[::2])), far[0]


def test_the_flood_gets_a_center_on_the_same_day():
    score = same_day()
    assert score[kind("neptune")].max() < np.quantile(score, 0.95)
    assert quality(score > np.quantile(score, 0.95))[1] < 0.25
    assert np.median(score[kind("neptune")]) < np.median(score), "its score is tiny"


def test_a_clean_day_finds_the_flood():
    novelty, limit, taught, held = clean_day()
    alarm = novelty > limit
    assert alarm[kind("neptune")].all(), "all of it"
    assert alarm[~ATTACK].mean() == pytest.approx(0.01, abs=0.004), "about 1 %"
    # The half that taught lies closer to its centers.
    assert taught.min(axis=1).mean() < held.mean()
    best, worst = np.argsort(-novelty), np.argsort(-same_day())
    says(NETWORK, "climbs to nearly 1 at 250 alarms, from the same day it stays below 0.4")
    assert ATTACK[best[:250]].sum() / ATTACK.sum() > 0.95
    assert ATTACK[worst[:400]].sum() / ATTACK.sum() < 0.4


def precision_at(share, recall, false):
    return recall * share / (recall * share + false * (1 - share))


def test_base_rate():
    novelty, limit, *_ = clean_day()
    alarm = novelty > limit
    recall, false = quality(alarm)[1], alarm[~ATTACK].mean()
    assert precision_at(ATTACK.mean(), recall, false) == pytest.approx(quality(alarm)[0])
    rare = precision_at(0.001, recall, false)
    check(
        NETWORK,
        r"same detector has precision NUMBER where 8 % are attacks, and NUMBER where one "
        r"connection in a thousand is\.",
        quality(alarm)[0],
        rare,
    )
    says(NETWORK, "Eleven of twelve alarms are then false.")
    assert 1 - rare == pytest.approx(11 / 12, abs=0.005)


def test_no_flood_could_be_high():
    total = DATA["src_bytes"] + DATA["dst_bytes"]
    assert total[kind("neptune")].max() == 0 < total[~ATTACK].quantile(0.99)


def test_quiz_on_precision():
    says(NETWORK, "In 100,000 connections there are 100 attacks, and about 1,000 false alarms.")
    assert round(100 * precision_at(1e-3, 1, 0.01)) == 9
    assert right(NETWORK, "A detector has recall 1") == ["9 %"]


def test_exercise_on_ratios():
    text = flat(solution(NETWORK, "ex-network-31"))
    values = re.search(rf"= {N}\$, \$.ln 51 = {N}\$, \$.ln\(5001/2\) = {N}\$", text).groups()
    for printed, value in zip(values, (log(5001), log(51), log(5001 / 2)), strict=True):
        assert agrees(printed, value)


def test_exercise_on_small_floods():
    flood = np.flatnonzero(kind("neptune"))
    for m in (16, 17, 18, 19):
        keep = np.setdiff1d(np.arange(len(DATA)), flood[m:])
        alarm = noise(StandardScaler().fit_transform(LOGS[keep]), 1.5, 18)[np.isin(keep, flood)]
        assert alarm.sum() == (m if m < 18 else 0)
    check(NETWORK, r"Up to NUMBER rows all are alarms, from NUMBER on none is", 17, 18)


def test_exercise_on_costs():
    novelty, *_ = clean_day()
    hits = np.append(0, ATTACK[np.argsort(-novelty)].cumsum())
    alarms = np.arange(len(hits))
    cost = 5 * (alarms - hits) + 200 * (ATTACK.sum() - hits)
    best = cost.argmin()
    check(
        NETWORK,
        r"accepts NUMBER false alarms and misses NUMBER attack, because a miss is forty",
        alarms[best] - hits[best],
        ATTACK.sum() - hits[best],
    )
    assert 200 / 5 == 40


REAL = {row["method"]: row for row in yaml.safe_load((BOOK / "results/network.yml").read_text())}


def test_what_is_said_of_the_real_connections():
    blind, published = REAL["alarm at everything"], REAL["DBSCAN noise, as published"]
    check(NETWORK, r"NSL-KDD itself, NUMBER connections", blind["tested"])
    check(NETWORK, r"an alarm at everything has precision NUMBER\.", blind["precision"])
    check(
        NETWORK,
        r"As published, NUMBER of it are attacks, and it finds NUMBER % of them",
        published["precision"],
        100 * published["recall"],
    )
    logs = REAL["DBSCAN noise, logarithms, eps 1.5"]
    assert max(published["precision"], logs["precision"]) < blind["precision"], "worse than blind"
    clean = REAL["K-Means, clean traffic"]
    check(NETWORK, r"and the other NUMBER connections were tested", clean["tested"])
    rare = precision_at(0.001, clean["recall"], clean["false alarms"])
    check(
        NETWORK,
        r"K-Means from clean traffic has precision NUMBER and recall NUMBER\. By .*? would have "
        r"precision NUMBER at one attack in a thousand",
        clean["precision"],
        clean["recall"],
        rare,
    )
    says(NETWORK, "It does not find `smurf` at all.")
    assert clean["smurf"] == 0
    novelty, limit, *_ = clean_day()
    check(
        NETWORK,
        r"there it found NUMBER of `warezclient`, here NUMBER\.",
        (novelty > limit)[kind("warezclient")].mean(),
        clean["warezclient"],
    )
    told = erratum("E-128")
    assert f"{published['precision']:.2f} and {published['recall']:.3f}" in told
    assert f"precision {blind['precision']:.2f}" in told


def needs(*names):
    folder = os.environ.get("COURSE_DATA")
    present = folder and all((Path(folder) / name).is_file() for name in names)
    return pytest.mark.skipif(
        not present, reason=f"COURSE_DATA names no folder with {' and '.join(names)}"
    )


@needs("nsl_kdd/KDDTrain+_20Percent.txt.gz", "nsl_kdd/Field Names.csv")
def test_the_table_of_real_connections_is_what_is_measured():
    assert {row["method"]: row for row in network.run()} == REAL


@needs("nsl_kdd/KDDTrain+_20Percent.txt.gz")
def test_real_attacks_by_another_reader():
    """The share of attacks and the flood's profile, from the bytes of the file."""
    import pandas as pd

    path = Path(os.environ["COURSE_DATA"]) / "nsl_kdd/KDDTrain+_20Percent.txt.gz"
    table = pd.read_csv(path, header=None)
    assert (table[41] != "normal").mean() == pytest.approx(0.466, abs=5e-4)
    flood = table[table[41] == "neptune"]
    assert flood[[4, 5]].to_numpy().sum() == 0, "no bytes either way, as the page says of its kind"
    pings = table[table[41] == "smurf"]
    assert set(pings[1]) == {"icmp"}
    says(NETWORK, "their size is ordinary, none fails, and all go to one service")
    normal = table[table[41] == "normal"]
    assert pings[4].max() < normal[4].quantile(0.95)
    assert pings[[24, 26]].to_numpy().max() == 0, "none fails"
    assert pings[28].min() == normal[28].median() == 1, "one service"


# Colors ------------------------------------------------------------------------------------------

IMAGE = load_sample_image("china.jpg")[::4, ::4]
PIXELS = IMAGE.reshape(-1, 3).astype(float)
KS = (2, 4, 8, 16, 32, 64)


def palette_of(points, k, n_init=1):
    model = KMeans(k, n_init=n_init, random_state=0).fit(points)
    return np.rint(model.cluster_centers_)[model.labels_]


def mse_of(new, old=PIXELS):
    return float(((new - old) ** 2).mean())


def psnr(mse):
    return 10 * np.log10(255**2 / mse)


def bits(n, k):
    return 24 * k + n * ceil(log2(k))


@pytest.fixture(scope="module")
def errors():
    return {k: mse_of(palette_of(PIXELS, k)) for k in KS}


def test_six_gray_pixels():
    grays = [Fraction(g) for g in (10, 12, 14, 200, 202, 210)]
    cuts = []
    for i in range(1, 6):
        parts = grays[:i], grays[i:]
        means = [sum(part) / len(part) for part in parts]
        cost = sum((g - m) ** 2 for part, m in zip(parts, means, strict=True) for g in part)
        cuts.append((cost, i, means))
    cost, i, means = min(cuts)
    assert (i, means) == (3, [12, 204])
    check(COLORS, r"the means, NUMBER and NUMBER\.", 12, 204)
    check(
        COLORS, r"add up to NUMBER, so the mean squared error is 64/6 ≈ NUMBER\.", cost, cost / 6
    )
    says(COLORS, "The errors are -2, 0, 2 and -4, -2, 6.")
    check(COLORS, r"6 · 8 = NUMBER bits.* to choose: NUMBER bits", 6 * 8, 2 * 8 + 6 * 1)


def test_the_photograph_and_its_credit():
    assert IMAGE.shape == (107, 160, 3)
    n_colors = len(np.unique(PIXELS, axis=0))
    check(COLORS, r"NUMBER pixels have NUMBER colors, so cluster", len(PIXELS), n_colors)
    check(COLORS, r"The photograph, in NUMBER colors\.", n_colors)
    says(COLORS, "danielbuechele", "licenses/by/2.0", "Changed here:", "CC BY 2.0")
    check(COLORS, r"That makes NUMBER possible colors", 256**3)
    np.testing.assert_array_equal(PIXELS.reshape(IMAGE.shape), IMAGE, "reshape brings it back")


def test_the_published_ratio():
    n_colors = len(np.unique(PIXELS, axis=0))
    ratio = 24 * len(PIXELS) / bits(len(PIXELS), 8)
    check(COLORS, r"that would be NUMBER / 8, or NUMBER times", n_colors, n_colors / 8)
    check(COLORS, r"Correct : NUMBER times\.", ratio)
    told = erratum("E-131")
    assert f"{ratio:.2f} times" in told
    assert f"says {n_colors / 8:.0f}." in told


def test_each_bit_buys_two_and_a_half_decibels(errors):
    gains = np.diff([psnr(errors[k]) for k in KS])
    says(COLORS, "From three bits on, each further bit buys two and a half decibels.")
    np.testing.assert_allclose(gains[2:], 2.5, atol=0.15)
    assert (np.diff(gains) < 0).all(), "a little less with each bit"
    assert gains.min() > 2, "without a bend"
    says(COLORS, 'climbs from 17 dB at one bit to 32 dB at " "six bits')
    assert [round(psnr(errors[k])) for k in (2, 64)] == [17, 32]


def test_only_powers_of_two_make_sense():
    assert ceil(log2(9)) == ceil(log2(16)) == 4
    assert psnr(50) - psnr(100) == pytest.approx(3, abs=0.02), "half the MSE is 3 dB more"


def test_inertia_is_the_error_before_rounding(errors):
    model = KMeans(16, n_init=1, random_state=0).fit(PIXELS)
    assert model.inertia_ / (3 * len(PIXELS)) == pytest.approx(errors[16], rel=0.002)


def test_mini_batches():
    ratios, looks = [], []
    for k in (8, 16, 64):
        full = KMeans(k, n_init=1, random_state=0).fit(PIXELS)
        mini = MiniBatchKMeans(k, batch_size=1000, n_init=3, random_state=0).fit(PIXELS)
        ratios.append(100 * (mini.inertia_ / full.inertia_ - 1))
        looks.append(mini.n_steps_ * 1000 / (full.n_iter_ * len(PIXELS)))
    check(COLORS, r"The error is NUMBER to NUMBER % larger", 2, 4)
    assert min(ratios) > 2
    assert max(ratios) < 4
    assert max(looks) < 0.2, "far fewer"


def page_function(page, name):
    """Return a function that a cell of the page defines."""
    for cell in jupytext.reads(page, fmt="md:myst").cells:
        if cell.cell_type == "code" and f"def {name}(" in cell.source:
            for node in ast.parse(cell.source).body:
                if isinstance(node, ast.FunctionDef) and node.name == name:
                    scope = {"np": np}
                    exec(ast.unparse(node), scope)
                    return scope[name]
    raise AssertionError(name)


def test_lab_of_known_colors():
    """Values that color tables print for the corners of sRGB under D65."""
    lab = page_function(COLORS, "lab")
    known = {
        (255, 255, 255): (100, 0, 0),
        (0, 0, 0): (0, 0, 0),
        (255, 0, 0): (53.24, 80.09, 67.20),
        (0, 255, 0): (87.73, -86.18, 83.18),
        (0, 0, 255): (32.30, 79.19, -107.86),
        (119, 119, 119): (50.03, 0, 0),
    }
    np.testing.assert_allclose(lab(list(known)), list(known.values()), atol=0.02)


def test_dark_greens_are_told_apart_more_easily():
    lab = page_function(COLORS, "lab")
    dark, light = (lab([[0, g, 0], [0, g + 15, 0]]) for g in (40, 225))
    assert np.linalg.norm(dark[1] - dark[0]) > np.linalg.norm(light[1] - light[0])


def test_each_space_wins_by_its_own_measure(errors):
    lab = page_function(COLORS, "lab")
    seen = lab(PIXELS)
    says(COLORS, "the RGB palette in MSE, the Lab palette in $\\Delta E$")
    for k in (8, 16, 64):
        groups = KMeans(k, n_init=1, random_state=0).fit_predict(seen)
        means = np.rint([PIXELS[groups == j].mean(axis=0) for j in range(k)])[groups]
        plain = palette_of(PIXELS, k)
        delta = [np.linalg.norm(lab(new) - seen, axis=1).mean() for new in (plain, means)]
        assert errors[k] < mse_of(means)
        assert delta[1] < delta[0]


def test_quiz_on_bits():
    assert right(COLORS, "An image has 100") == [f"{bits(10_000, 8):,}"]
    says(COLORS, f"'{10_000 * 3:,}'", f"'{24 * 8 + 10_000 * 8:,}'")


def test_exercise_on_bits():
    text = flat(solution(COLORS, "ex-colors-31"))
    for k in (4, 8, 16):
        assert f"{24 * k} + {10_000 * ceil(log2(k)):,}" in text
        assert f"{240_000 / bits(10_000, k):.2f}" in text
        assert f"{240_000 / bits(10_000, k):.2f}" in erratum("E-066")
    assert f"120 + 30,000, ratio {240_000 / bits(10_000, 5):.2f}" in text
    assert f"You save {bits(10_000, 8) - bits(10_000, 5)} bits and give up three colors" in text
    assert f"have {24 * 256:,} bits" in text
    assert 24 * 256 == 16 * 16 * 24
    assert f"{256 * 8:,} bits of the pixels the ratio is {6144 / bits(256, 256):.2f}" in text


def test_exercise_on_the_scene():
    text = flat(solution(COLORS, "ex-colors-32"))
    scene = page_function(COLORS, "scene")
    plain = scene(0)
    assert plain.shape == (100, 100, 3)
    assert np.abs(plain[5:40, :60].mean(axis=(0, 1)) - [135, 206, 235]).max() < 2
    assert plain[22, 77, 2] < 20, "the sun has no blue"
    noise = np.arange(-15, 15)
    assert len(noise) == 30
    assert f"(30^2 - 1)/12 = {noise.var():.1f}$" in text
    assert "all 30 equally likely" in text
    mse = {}
    for seed in range(5):
        rows = scene(seed).reshape(-1, 3).astype(float)
        mse[seed] = {k: mse_of(palette_of(rows, k, n_init=10), rows) for k in (2, 3, 4, 8, 16)}
    assert f"Here the MSE is {mse[0][4]:.1f}." in text
    assert "gives or takes up to half a unit" in text
    assert all(abs(m[4] - noise.var()) < 0.5 for m in mse.values())
    assert f"about {noise.var():.1f}" in erratum("E-066")
    assert all(m[2] - m[3] > 500 and m[3] - m[4] > 100 for m in mse.values())
    says(COLORS, "Up to four colors the MSE falls by hundreds.")
    assert "each doubling wins only 1.4 to 2.5 dB" in text
    gains = [psnr(m[b]) - psnr(m[a]) for m in mse.values() for a, b in ((4, 8), (8, 16))]
    assert min(gains) > 1.35
    assert max(gains) < 2.55
    told = erratum("E-066")
    ranges = {k: [psnr(m[k]) for m in mse.values()] for k in (4, 8, 16)}
    assert "29.4 dB for 4 colors, 31.0 for 8 and 33.3 to 33.4 for 16" in told
    assert [{f"{v:.1f}" for v in ranges[k]} for k in (4, 8, 16)] == [
        {"29.4"},
        {"31.0"},
        {"33.3", "33.4"},
    ]


def test_rounding_beats_cutting():
    assert np.array([99.9]).astype(np.uint8)[0] == 99


# Topics ------------------------------------------------------------------------------------------

TEXTS, MIXTURES = simulated_documents(400, n_words=60, random_state=0)
MAIN = MIXTURES.argmax(axis=1)
ROWS = TfidfVectorizer().fit_transform(TEXTS).toarray()


@pytest.fixture(scope="module")
def piles():
    return KMeans(4, n_init=10, random_state=0).fit(ROWS)


def ordered(shares, truth):
    return shares[:, linear_sum_assignment(-(truth.T @ shares))[1]]


def apart(shares, truth):
    return float(np.abs(shares - truth).sum(axis=1).mean() / 2)


def lda(texts):
    model = LatentDirichletAllocation(4, doc_topic_prior=0.25, max_iter=10, random_state=0)
    return model.fit_transform(CountVectorizer().fit_transform(texts))


def test_three_texts_by_hand():
    n = 3
    idf = {df: 1 + log((1 + n) / (1 + df)) for df in (1, 2)}
    check(TOPICS, r"stand in two texts: \$1 \+ .ln\(4/3\) = NUMBER\$", idf[2])
    check(TOPICS, r"stand in one: \$1 \+ .ln 2 = NUMBER\$", idf[1])
    counts = {
        "goal goal coach": (2, 1, 0, 0),
        "goal market": (1, 0, 1, 0),
        "market price price": (0, 0, 1, 2),
    }
    weights = np.array([idf[2], idf[1], idf[2], idf[1]])
    block = TOPICS.split("| text | goal |")[1].split("\n\n")[0].splitlines()[2:]
    unit = {}
    for line in block:
        name, *cells = [cell.strip() for cell in line.strip("|").split("|")]
        row = np.array(counts[name]) * weights
        unit[name] = row / sqrt((row**2).sum())
        assert all(agrees(c, v) for c, v in zip(cells, unit[name], strict=True)), name
    assert list(unit) == list(counts)
    first, second, third = unit.values()
    check(
        TOPICS, r"the first two have NUMBER, the first and the third NUMBER\.", first @ second, 0
    )
    assert first @ third == 0
    assert ((first - second) ** 2).sum() == pytest.approx(2 - 2 * first @ second)
    theirs = TfidfVectorizer().fit_transform(counts).toarray()
    np.testing.assert_allclose((theirs @ theirs.T)[0, 1], first @ second)


def test_a_third_have_no_right_pile():
    says(TOPICS, "Nearly a third of them have no right pile.")
    assert (MIXTURES.max(axis=1) < 0.6).mean() == pytest.approx(0.31, abs=0.005)
    check(TOPICS, r"known: NUMBER documents of NUMBER words", len(TEXTS), len(TEXTS[0].split()))


def test_k_means_on_tfidf(piles):
    check(
        TOPICS,
        r"the adjusted Rand index is NUMBER\. Where",
        adjusted_rand_score(MAIN, piles.labels_),
    )
    guess = ordered(np.eye(4)[piles.labels_], np.eye(4)[MAIN]).argmax(axis=1)
    clear = MIXTURES.max(axis=1) >= 0.6
    says(TOPICS, "From the mixed ones.")
    assert (guess == MAIN)[clear].mean() > 0.98
    assert (guess == MAIN)[~clear].mean() < 0.8
    # "So are a few words that everybody uses": among the first seven of some center.
    words = TfidfVectorizer().fit(TEXTS).get_feature_names_out()
    top = {words[i] for center in piles.cluster_centers_ for i in np.argsort(-center)[:7]}
    assert {"year", "week"} <= top


def test_spherical_moves_nobody(piles):
    centers, labels = piles.cluster_centers_, None
    lengths = np.linalg.norm(centers, axis=1)
    assert np.ptp(lengths) < 0.1 * lengths.mean(), "about the same length"
    for _ in range(20):
        centers = centers / np.linalg.norm(centers, axis=1, keepdims=True)
        labels = (ROWS @ centers.T).argmax(axis=1)
        centers = np.array([ROWS[labels == j].sum(axis=0) for j in range(4)])
    says(TOPICS, "no document moves")
    assert (labels == piles.labels_).all()


def test_lda_against_one_label(piles):
    found = ordered(lda(TEXTS), MIXTURES)
    hard = ordered(np.eye(4)[piles.labels_], MIXTURES)
    check(
        TOPICS,
        r"LDA is off by NUMBER % of a document, K-Means by NUMBER %\.",
        100 * apart(found, MIXTURES),
        100 * apart(hard, MIXTURES),
    )
    floor = apart(np.eye(4)[MAIN], MIXTURES)
    check(TOPICS, r"that gives one label can be better than NUMBER %", 100 * floor)
    one_label = [apart(np.tile(np.eye(4)[j], (400, 1)), MIXTURES) for j in range(4)]
    assert floor < min(one_label)
    assert np.abs(MIXTURES - np.eye(4)[MAIN]).sum(axis=1) == pytest.approx(
        np.min([np.abs(MIXTURES - e).sum(axis=1) for e in np.eye(4)], axis=0)
    ), "the main topic is the best single label, document by document"
    assert np.corrcoef(found[:, 0], MIXTURES[:, 0])[0, 1] > 0.95, "close to the diagonal"
    share = MIXTURES[:, 0]
    assert hard[share > 0.7, 0].mean() > 0.95, "lines at 0 and 1"
    assert hard[share < 0.3, 0].mean() < 0.05


@pytest.fixture(scope="module")
def by_length():
    found = {}
    for n in (5, 10, 20, 40, 80):
        texts, truth = simulated_documents(400, n_words=n, random_state=0)
        rows = TfidfVectorizer().fit_transform(texts)
        labels = KMeans(4, n_init=10, random_state=0).fit_predict(rows)
        equal = apart(np.full((400, 4), 0.25), truth)
        hard, soft = (ordered(t, truth) for t in (np.eye(4)[labels], lda(texts)))
        found[n] = apart(hard, truth), apart(soft, truth), equal
    return found


def test_how_many_words_it_takes(by_length):
    hard, soft, equal = by_length[5]
    says(TOPICS, 'LDA is as bad as saying "all equal", and K-Means is hardly better')
    assert soft == pytest.approx(equal, abs=0.005)
    assert 0 < equal - hard < 0.06
    says(TOPICS, "At 5 words both err by about a half")
    assert hard > 0.45
    says(TOPICS, 'LDA falls steeply to 0.06 at 80 " "words, K-Means levels off near 0.3')
    assert by_length[80][1] == pytest.approx(0.06, abs=0.005)
    assert by_length[80][0] == pytest.approx(0.3, abs=0.03)
    assert by_length[20][0] - by_length[80][0] < 0.05, "levels off"
    errors = [soft for _, soft, _ in by_length.values()]
    assert errors == sorted(errors, reverse=True)


# Which of the 109 terms, in alphabetical order, stand in each headline: five a topic.
HEADLINES = """
12 13 23 37 98 107 108|6 41 45 52 80 105|25 44 47 66 81|3 30 38 43 53 58|22 32 78 86 95 97
1 5 46 55 56 75 101|38 51 79 87 94|9 27 62 71 89 96|15 34 48 49 100|0 11 54 69 77
16 20 56 59 63 83|21 61 78 84 90 106|2 31 39 56 88|7 8 24 40 63 93|21 28 60 64 67 103
18 35 51 65 74 91 99|2 14 70 72 73|4 10 17 42 89 102 104|33 50 70 82 85 92|19 26 29 36 57 68 76
"""


def test_the_headlines_cannot_be_clustered():
    terms = [set(line.split()) for line in HEADLINES.strip().replace("\n", "|").split("|")]
    together = set.union(*terms)
    often = [t for t in together if sum(t in own for own in terms) > 1]
    pairs = list(combinations(terms, 2))
    sharing = sum(bool(a & b) for a, b in pairs)
    check(
        TOPICS,
        r"A published project clusters NUMBER headlines.* have NUMBER different terms, and only "
        r"NUMBER of them .* Of the NUMBER pairs of headlines NUMBER share a term",
        len(terms),
        len(together),
        len(often),
        len(pairs),
        sharing,
    )
    codes = [" ".join(f"t{int(term):03}" for term in sorted(own)) for own in terms]
    rows = TfidfVectorizer().fit_transform(codes)
    labels = KMeans(4, n_init=10, random_state=42).fit_predict(rows)
    sizes = sorted(np.bincount(labels), reverse=True)
    score = adjusted_rand_score(np.repeat(range(4), 5), labels)
    check(
        TOPICS,
        r"The groups have NUMBER, NUMBER, NUMBER and NUMBER headlines, and an adjusted Rand index "
        r"of NUMBER with the topics",
        *sizes,
        score,
    )
    lines = [
        silhouette_score(rows, KMeans(k, n_init=10, random_state=42).fit_predict(rows))
        for k in range(2, 7)
    ]
    says(TOPICS, "up to 6 groups it stays below 0.04, and it rises with every further group")
    assert lines == sorted(lines)
    assert lines[-1] < 0.04
    assert "11, 3, 3 and 3" in erratum("E-064")
    assert f"{score:.4f}" in erratum("E-064")


def test_a_short_center_takes_the_rest():
    text = flat(solution(TOPICS, "ex-topics-32"))
    scores = [t * length - length**2 / 2 for t, length in ((0.3, 0.9), (0.25, 0.3))]
    assert f"0.405 = {scores[0]:.3f}$" in text
    assert f"0.045 = {scores[1]:.2f}$" in text
    assert scores[1] > scores[0]
    says(TOPICS, "cosine 0.3 with a center of length 0.9, and cosine 0.25 with one of length 0.3")


def test_the_two_objectives():
    """Exercise 32, on random unit rows."""
    rows = np.random.default_rng(0).normal(size=(9, 4))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    s = rows.sum(axis=0)
    inertia = ((rows - rows.mean(axis=0)) ** 2).sum()
    assert inertia == pytest.approx(9 - s @ s / 9)
    assert (rows @ s / np.linalg.norm(s)).sum() == pytest.approx(np.linalg.norm(s))


def test_exercise_on_measures():
    a, b = np.array([2, 1, 0]), np.array([1, 0, 1])
    check(TOPICS, r"over \$.sqrt 5 .sqrt 2\$, which is NUMBER\.", a @ b / sqrt(5 * 2))
    words = {"goal", "coach"}, {"goal", "market"}
    assert Fraction(len(words[0] & words[1]), len(words[0] | words[1])) == Fraction(1, 3)


REAL_TOPICS = {r["method"]: r for r in yaml.safe_load((BOOK / "results/topics.yml").read_text())}


def test_what_is_said_of_the_real_abstracts():
    counts, tfidf, shares = REAL_TOPICS.values()
    check(TOPICS, r"fails: NUMBER of the abstracts land in one pile", counts["largest group"])
    both = [row[f"{end} ARI"] for row in (tfidf, shares) for end in ("lowest", "highest")]
    check(TOPICS, r"adjusted Rand indices from NUMBER to NUMBER\. Is", min(both), max(both))
    assert counts["highest ARI"] < min(both)
    check(TOPICS, r"agree with each other \(NUMBER\) no better", shares["ARI between seeds"])
    assert shares["ARI between seeds"] <= shares["highest ARI"]
    check(
        TOPICS,
        r"By LDA, NUMBER % of the abstracts have no topic of 60 %",
        100 * shares["no topic of 60 %"],
    )


@needs("arxiv_abstracts/arxiv_lite.csv.gz")
def test_the_table_of_real_abstracts_is_what_is_measured():
    """K-Means is run again as a whole; LDA, which is slow, is left to `python -m results`."""
    fields, counts = topics.read()
    check(
        TOPICS,
        r"NUMBER titles and abstracts .* with NUMBER words that stand in at least five",
        *counts.shape,
    )
    sizes = np.unique(fields, return_counts=True)[1]
    assert len(sizes) == 8
    check(TOPICS, r"The fields have from NUMBER to NUMBER papers", sizes.min(), sizes.max())
    kept = REAL_TOPICS["K-Means on counts"]
    assert topics.scored("K-Means on counts", topics.piles(counts), fields) == kept


# Questions and exercises -------------------------------------------------------------------------


def quizzes(page):
    return [
        yaml.safe_load(body) for body in re.findall(r"^:::\{quiz\}\n(.*?)^:::$", page, re.M | re.S)
    ]


def right(page, start):
    (quiz,) = [q for q in quizzes(page) if q["question"].startswith(start)]
    return [choice["text"] for choice in quiz["choices"] if choice.get("right")]


@pytest.mark.parametrize("page", PAGES, ids=["network", "colors", "topics"])
def test_three_questions_a_page_each_with_a_reason(page):
    found = quizzes(page)
    assert len(found) >= 3
    assert all(choice["why"] for quiz in found for choice in quiz["choices"])
    assert all(any(choice.get("right") for choice in quiz["choices"]) for quiz in found)


@pytest.mark.parametrize("page", PAGES, ids=["network", "colors", "topics"])
def test_pictures_say_what_they_show(page):
    """The house test knows the drawings of `plotting`; here are those of `pictures`."""
    for cell in jupytext.reads(page, fmt="md:myst").cells:
        if cell.cell_type == "code":
            for node in ast.walk(ast.parse(cell.source)):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "picture":
                    (alt,) = [k.value for k in node.keywords if k.arg == "alt"]
                    assert len(ast.literal_eval(alt)) >= 20


def test_quiz_answers():
    assert right(NETWORK, "A denial-of-service flood") == ["A cluster"]
    assert len(right(NETWORK, "Which of these need")) == 2
    assert right(COLORS, "You standardize")[0].startswith("A channel that varies little")
    assert len(right(COLORS, "Which of these change")) == 2
    assert right(TOPICS, "Two texts share") == ["2"]
    assert right(TOPICS, "LDA gives")[0].startswith("LDA: the article has both topics")
    assert right(TOPICS, "What should LDA") == ["Counts of words"]


def test_quiz_on_a_flood():
    """40 % of the day nearly equal: DBSCAN makes one cluster of them."""
    few = DATA[~ATTACK].sample(600, random_state=0)
    flood = DATA[kind("neptune")].sample(400, replace=True, random_state=0)
    both = np.log1p(np.vstack([few[COLUMNS], flood[COLUMNS]]))
    labels = DBSCAN(eps=1.5, min_samples=18).fit_predict(StandardScaler().fit_transform(both))
    assert len(set(labels[600:])) == 1
    assert labels[600] >= 0


def test_quiz_on_standardizing():
    """Dividing by a smaller deviation gives a channel more weight, and the MSE grows."""
    rng = np.random.default_rng(0)
    rows = rng.normal(128, [40, 40, 4], (2000, 3))
    plain = palette_of(rows, 8, n_init=5)
    scaler = StandardScaler().fit(rows)
    labels = KMeans(8, n_init=5, random_state=0).fit_predict(scaler.transform(rows))
    scaled = np.array([rows[labels == j].mean(axis=0) for j in range(8)])[labels]
    assert mse_of(scaled, rows) > mse_of(plain, rows)
    assert ((scaled - rows)[:, 2] ** 2).mean() < ((plain - rows)[:, 2] ** 2).mean()


@pytest.mark.parametrize(
    ("slip", "page"),
    [
        ("E-128", "09b-network"),
        ("E-129", "09b-network"),
        ("E-130", "09b-network"),
        ("E-131", "09c-colors"),
        ("E-132", "09c-colors"),
        ("E-066", "09c-colors"),
        ("E-064", "09d-topics"),
    ],
)
def test_the_errata_are_listed_once(slip, page):
    assert [row["page"] for row in ERRATA if row["id"] == slip] == [page]


def test_the_page_names_the_kinds_it_has():
    for name in ATTACKS:
        assert f"`{name}`" in NETWORK


# Nothing unheld ----------------------------------------------------------------------------------

# Each number of the prose with two digits or more, by the test that recomputes it. A number that
# is new in the text fails here until somebody holds it. What claims nothing about data is "free".
HELD = {
    "test_the_day_in_numbers": "240 3,000 1,000",
    "test_the_published_recipe": "0.21 0.37 0.61 18",
    "test_k_distances_of_the_figure": "1.5",
    "test_logarithms_against_choosing_eps": "145 135 0.93 0.70",
    "test_the_flood_is_never_noise": "150",
    "test_base_rate": "0.88 0.08",
    "test_quiz_on_precision": "1,100 100 100,000",
    "test_exercise_on_ratios": "8.52 3.93 7.82 5001/2 51 5001 50 5,000",
    "test_exercise_on_small_floods": "17",
    "test_exercise_on_costs": "46 200",
    "test_what_is_said_of_the_real_connections": "25,192 0.47 0.31 0.5 18,467 0.99 0.79 0.87 0.07",
    "test_six_gray_pixels": "10 12 14 202 210 204 64 64/6 10.67 48 22",
    "test_the_photograph_and_its_credit": "16,777,216 17,120 11,033",
    "test_the_published_ratio": "1379 7.97",
    "test_rounding_beats_cutting": "99.9 99",
    "test_quiz_on_bits": "30 80,192 30,192 10,000",
    "test_exercise_on_bits": "11.94 7.95 5.94 11 16 100 96 120 192 20,000 30,000 40,000 "
    "20 40 240,000 384 72 6,144 2,048 0.75 256",
    "test_exercise_on_the_scene": "74.9 74.8 1.4 2.5",
    "test_three_texts_by_hand": "4/3 1.288 1.693 0.591",
    "test_a_third_have_no_right_pile": "400 60",
    "test_k_means_on_tfidf": "0.80",
    "test_lda_against_one_label": "29 28",
    "test_the_headlines_cannot_be_clustered": "109 190 0.01 0.04",
    "test_a_short_center_takes_the_rest": "0.3 0.9 0.25 0.135 0.03 0.405 0.045",
    "test_exercise_on_measures": "0.632 1/3",
    "test_what_is_said_of_the_real_abstracts": "1,125 0.14 0.18 49",
    "test_the_table_of_real_abstracts_is_what_is_measured": "1,550 3,133 540",
    # Minutes to plan; a year; the scene's colors and places; a license; a task; 95 % as an
    # example; the square roots of a solution.
    "free": "45 1998 135 206 235 39 34 139 69 90 43 255 223 77 15 24 2.0 4.2 95 2/2",
}


def test_no_number_is_unheld(nothing_unheld):
    nothing_unheld(HELD, *PAGES)
