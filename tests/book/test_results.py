"""Measurements that pages quote: Indian languages, a research problem, and MNIST.

The functions are tested on small tables always. The kept numbers are measured again where
COURSE_DATA holds the files.
"""

import re
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score

from course_lib import real_data
from results import languages

BOOK = Path(__file__).resolve().parents[2] / "book"
RESEARCH = (BOOK / "research.md").read_text(encoding="utf-8")
DEEP = (BOOK / "08-deep.md").read_text(encoding="utf-8")


def kept(name):
    return yaml.safe_load((BOOK / "results" / f"{name}.yml").read_text(encoding="utf-8"))


def absent(*names):
    missing = [real_data.FILES[name].path for name in names if not real_data.is_present(name)]
    return pytest.mark.skipif(bool(missing), reason=f"set COURSE_DATA for {', '.join(missing)}")


LISTS = ("lsi_Austroasiatic", "lsi_Dravidian", "lsi_Indo-European", "lsi_Sino-Tibetan")
LISTS += ("lsi_languages", "dravlex_forms", "dravlex_cognates")
needs_words = absent(*LISTS)
needs_images = absent("mnist_test_images", "mnist_test_labels")

# Words and places --------------------------------------------------------------------------------


@cache
def edits(a, b):
    """Return the fewest changes from one word to another, by the definition."""
    if not a or not b:
        return len(a) + len(b)
    return min(edits(a[1:], b) + 1, edits(a, b[1:]) + 1, edits(a[1:], b[1:]) + (a[0] != b[0]))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text("abcd", min_size=1, max_size=6), min_size=1, max_size=6))
def test_edit_distances_by_the_definition(words):
    found = languages.edit_distances([list(word) for word in words])
    for i, a in enumerate(words):
        for j, b in enumerate(words):
            assert found[i, j] == pytest.approx(edits(a, b) / max(len(a), len(b)))


def test_sounds_of_two_letters_count_once():
    found = languages.edit_distances([["th", "ii", "n"], ["t", "ii", "n"], ["n"]])
    assert found == pytest.approx(
        np.array([[0, 1 / 3, 2 / 3], [1 / 3, 0, 2 / 3], [2 / 3, 2 / 3, 0]])
    )


def test_only_words_that_both_have_are_compared():
    words = pd.DataFrame(
        {
            "water": ["p a n i", "p a n i", None],
            "fire": ["a g", None, "a g n i"],
            "one": list("aab"),
        }
    )
    tables = languages.concept_distances(words)
    assert np.isnan(tables[0][2]).all()
    assert languages.mean_distances(tables) == pytest.approx(
        np.array([[0, 0, 0.75], [0, 0, 1], [0.75, 1, 0]])
    )
    # "fire" twice, "one" not at all
    again = languages.mean_distances(tables, np.array([1.0, 2.0, 0.0]))
    assert (again[0, 1], again[0, 2]) == pytest.approx((0, 0.5))


def test_first_word_of_a_concept_counts():
    rows = pd.DataFrame(
        {"v": ["x", "x", "y", "y"], "c": ["sun"] * 4, "s": [None, "s u", "n a", "n o"]}
    )
    assert languages.word_table(rows, "v", "c", "s")["sun"].tolist() == ["s u", "n a"]


def test_distances_on_the_globe():
    found = languages.kilometers(np.array([[0.0, 0.0], [0.0, 90.0], [90.0, 5.0], [0.0, 180.0]]))
    quarter = np.pi / 2 * 6371
    assert found[0] == pytest.approx(np.array([0, quarter, quarter, 2 * quarter]))
    assert found == pytest.approx(found.T)


def test_related_words_share_a_set():
    sets = np.array([frozenset("ab"), frozenset("b"), frozenset("c"), np.nan], dtype=object)
    table = languages.unlike(sets)
    assert table[:3, :3].tolist() == [[0, 0, 1], [0, 0, 1], [1, 1, 0]]
    assert np.isnan(table[3]).all()
    assert np.isnan(table[:, 3]).all()


def test_four_made_up_families_are_found():
    """Words of a family differ in one sound, words of two families in all."""
    rng = np.random.default_rng(0)
    names, rows = np.repeat(["A", "B", "C", "D"], 5), []
    for name in names:
        roots = [[f"{name}{c}{i}" for i in range(4)] for c in range(8)]
        for root in roots:
            root[rng.integers(4)] = "x"
        rows.append([" ".join(root) for root in roots])
    words = pd.DataFrame(rows, index=[f"{n}{i}" for i, n in enumerate(names)])
    places = rng.uniform(-40, 40, size=(20, 2))
    places[3] = np.nan
    found = languages.all_families(words, names, places)
    assert [row["ari at four"] for row in found["rules"]] == [1, 1, 1]
    assert sorted(found["four branches"], key=str) == [{name: 5} for name in "ABCD"]
    assert found["nearest variety of the same family"] == 1
    assert found["nearest to another family"] == []
    assert found["on the map"]["varieties"] == 19
    assert found["on the map"]["ari at four by words"] == 1
    assert found["on the map"]["ari at four by places"] < 0.5


# What the research problem says ------------------------------------------------------------------


def problem():
    return RESEARCH.split("(research-languages)=")[1].split("(research-fair)=")[0]


def says(text):
    assert text in problem(), f"the page does not say: {text}"


def test_the_page_quotes_the_kept_numbers():
    found = kept("languages")
    n = sum(found["varieties"].values())
    says(f"the {n} varieties of the Survey that have at least {languages.ENOUGH} of the")
    says(f"of the {found['concepts']} words")
    for row in found["rules"]:
        says(f"| words, {row['rule']} linkage | {row['ari at four']:.3f} |")
    places = found["on the map"]
    says(
        f"average linkage, {places['varieties']} varieties | {places['ari at four by places']:.3f}"
    )
    assert 0.78 < places["nearest of the same family by places"] < 0.82, "a fifth are strangers"
    assert places["ari at four by words"] > 10 * places["ari at four by places"]


def test_branches_and_families():
    found = kept("languages")
    four, six = found["four branches"], found["six branches"]
    all_of = found["varieties"]
    says(f"hold {four[0]['Sino-Tibetan']} of the Sino-Tibetan varieties")
    assert four[1] == {name: all_of[name] for name in ("Dravidian", "Indo-European")}
    says(f"all {all_of['Indo-European']} Indo-European together with all {all_of['Dravidian']}")
    assert four[2] == {"Austroasiatic": all_of["Austroasiatic"]}
    says(f"the {all_of['Austroasiatic']} Austroasiatic; and Cantonese, Gyaomi and Mandarin alone")
    assert found["smallest branch"] == ["CANTONESE", "GYAOMI", "MANDARIN"]
    assert {"Dravidian": all_of["Dravidian"] - 1} in six
    assert {"Dravidian": 1, "Indo-European": all_of["Indo-European"]} in six
    (stranger,) = found["nearest to another family"]
    assert (stranger["variety"], stranger["family"]) == ("BRAHUI", "Dravidian")
    assert stranger["nearest"].startswith("BALOCHI")
    again = found["ari at four, concepts drawn again"]
    says(f"runs from {again['least']:.3f} to {again['largest']:.3f}")


def test_branches_of_dravidian():
    found = kept("languages")["Dravidian"]
    says(f"For the {found['languages']} languages of DravLex")
    says(f"at {found['ari with the four branches']['by sounds']:.3f}")
    assert found["parts at four by sounds"] == found["parts at four by cognates"]
    south, center, *_ = found["parts at four by sounds"]
    wanted = {name: names.replace("_", " ") for name, names in languages.BRANCHES.items()}
    assert south.replace(",", "") == wanted["South I"]
    both = set(re.split(", ", center))
    assert both == {"Gondi", "Koya", "Kuwi", "Telugu", "Kolami", "Ollari Gadba", "Parji"}
    assert sum(len(names.split()) for names in languages.BRANCHES.values()) == 20


@needs_words
def test_languages_measured_again():
    assert languages.run() == kept("languages")


# MNIST -------------------------------------------------------------------------------------------


def accuracies():
    return {row["method"]: row["accuracy"][0] for row in kept("mnist")["rows"]}


def test_mnist_is_measured_like_the_small_digits():
    large, small = kept("mnist"), kept("digits")
    assert large["n_samples"] == 10_000
    assert [row["method"] for row in large["rows"]] == [row["method"] for row in small["rows"]]
    assert len(large["seeds"]) == 1
    assert 'yaml.safe_load(Path("results/mnist.yml").read_text())' in DEEP


def test_what_the_page_says_of_mnist():
    found = accuracies()
    small = {row["method"]: np.mean(row["accuracy"]) for row in kept("digits")["rows"]}
    assert all(found[method] < small[method] for method in small), "everything is harder"
    assert 0.5 < found["K-Means on pixels"] < 0.6, "little more than half"
    pixels, codes = found["t-SNE, then K-Means"], found["autoencoder, t-SNE, then K-Means"]
    assert codes > pixels + 0.05, "the map of the codes beats the map of the pixels"
    assert found["DEC from that start"] < codes - 0.02, "DEC makes that start worse"
    assert found["PCA in jitters, then K-Means"] < found["PCA, then K-Means"] - 0.1
    jitters, spreads = "autoencoder in jitters, then K-Means", "autoencoder, then K-Means"
    assert found[jitters] < found[spreads] - 0.02, "the start gets worse"
    assert abs(found["DEC"] - found["DEC in spreads"]) < 0.01, "DEC ends in the same place"
    # The order stays for the others.
    rest = [
        "untrained encoder, then K-Means", "PCA, then K-Means", "K-Means on pixels",
        "autoencoder, then K-Means", "DEC", "t-SNE, then K-Means",
    ]  # fmt: skip
    for scores in (small, found):
        assert sorted(rest, key=scores.get) == rest


@needs_images
def test_mnist_baselines_measured_again():
    """The two rows that take seconds; the others are left to `python -m results mnist`."""
    images, digits = real_data.mnist_test()
    X = (images.reshape(len(images), -1) / 255).astype("float32")
    rows = {row["method"]: row for row in kept("mnist")["rows"]}
    places = PCA(10, random_state=0).fit_transform(X)
    labels = KMeans(10, n_init=20, random_state=0).fit_predict(places)
    ari = adjusted_rand_score(digits, labels)
    assert ari == pytest.approx(rows["PCA, then K-Means"]["ari"][0], abs=0.02)
    labels = KMeans(10, n_init=3, random_state=0).fit_predict(X)
    ari = adjusted_rand_score(digits, labels)
    assert ari == pytest.approx(rows["K-Means on pixels"]["ari"][0], abs=0.04)
