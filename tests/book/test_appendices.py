"""The appendices: whole, in step with the chapters, and with numbers that are recomputed."""

import ast
import importlib.util
import os
import re
from math import comb
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from pybtex.database import parse_file
from scipy.spatial.distance import cdist
from sklearn.cluster import DBSCAN, KMeans
from sklearn.datasets import make_moons
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.mixture import GaussianMixture
from sklearn.preprocessing import StandardScaler

from course_lib import datasets, real_data
from course_lib.dbscan import k_distances
from course_lib.spherical_em import spherical_em

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "book"
NAMES = ["notation", "timeline", "glossary", "exercises", "interview", "research"]
NAMES += ["data", "bibliography"]
PAGES = {name: (BOOK / f"{name}.md").read_text(encoding="utf-8") for name in NAMES}
CHAPTERS = {path: path.read_text(encoding="utf-8") for path in sorted(BOOK.glob("[0-9]*.md"))}
WORKS = parse_file(BOOK / "references.bib").entries


def extension():
    """Return the module that makes the index of exercises."""
    path = BOOK / "_ext" / "exercise_index.py"
    spec = importlib.util.spec_from_file_location("exercise_index", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def table(text: str) -> list[list[str]]:
    """Return the cells of the rows of all tables, without heads and rules."""
    rows = re.findall(r"^\|(.*)\|$", text, re.MULTILINE)
    rules = {i for i, row in enumerate(rows) if set(row) <= set("-|: ")}
    kept = [row for i, row in enumerate(rows) if i not in rules and i + 1 not in rules]
    return [[cell.strip() for cell in row.split("|")] for row in kept]


def answer(number: int) -> str:
    """Return the answer to an interview question, with plain minus signs."""
    parts = re.split(r"^\(interview-(\d\d)\)=$", PAGES["interview"], flags=re.MULTILINE)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))[f"{number:02}"]
    return found.replace("\N{MINUS SIGN}", "-")


# Notation ----------------------------------------------------------------------------------------


def test_names_in_code_are_names_of_the_library():
    code = "\n".join(path.read_text() for path in (ROOT / "course_lib").glob("*.py"))
    rows = table(PAGES["notation"])
    assert all(len(row) == 5 for row in rows)
    for cell in (row[3] for row in rows):
        for name in re.findall(r"`(\w+)`", cell):
            assert re.search(rf"\b{name}\b", code), name
    symbols = [row[0] for row in rows]
    assert len(set(symbols)) == len(symbols)


# Timeline ----------------------------------------------------------------------------------------


def test_years_of_the_timeline_are_those_of_the_works():
    rows = table(PAGES["timeline"])
    years = [int(row[0][:4]) for row in rows]
    assert years == sorted(years)
    assert len(rows) >= 9
    for when, _, who in rows:
        (key,) = re.findall(r"\{cite:t\}`(\w+)`", who)
        assert re.findall(r"\d{4}", when)[-1] == WORKS[key].fields["year"], key
    assert [row[0] for row in rows if "printed" in row[0]] == ["1957, printed 1982"]


def test_the_figure_shows_the_years_of_the_table():
    cell = re.search(r"^events = (\{.*?^\})", PAGES["timeline"], re.MULTILINE | re.DOTALL)[1]
    events = ast.literal_eval(cell)
    assert list(events) == sorted({int(row[0][:4]) for row in table(PAGES["timeline"])})
    numbers = {20: "Twenty"}
    told = f"{numbers[len(events)]} years between {min(events)} and {max(events)}"
    assert told in re.sub(r'"\s+"', "", PAGES["timeline"])


def test_the_box_on_the_timeline_says_the_right_years():
    right = re.search(r"^Correct\n: (.*)$", PAGES["timeline"], re.MULTILINE)[1]
    keys = ("forgy1965", "sculley2010", "xie2016", "sokal1958", "ward1963")
    assert re.findall(r"\d{4}", right) == [WORKS[key].fields["year"] for key in keys]


# Glossary ----------------------------------------------------------------------------------------


def entries() -> list[tuple[list[str], str]]:
    """Return the words of each entry with its definition."""
    body = re.search(r"```\{glossary\}\n:sorted:\n\n(.*?)^```", PAGES["glossary"], re.M | re.S)[1]
    parts = [part.split("\n") for part in body.strip().split("\n\n")]
    return [
        ([line for line in part if not line.startswith(" ")], " ".join(map(str.strip, part)))
        for part in parts
    ]


def test_entries_are_short_bilingual_and_linked():
    words = [word.lower() for names, _ in entries() for word in names]
    assert len(set(words)) == len(words) >= 70
    for names, text in entries():
        text = text.removeprefix(" ".join(names)).strip()
        french, rest = re.match(r"\*(.+?)[.]?\*\.? *(.*)", text).groups()
        assert french, names
        said, link = re.match(r"(.*) See (.*)\.$", rest).groups()
        assert 1 <= len(re.findall(r"[.!?](?: |$)", said)) <= 3, said
        assert re.fullmatch(r"\[\]\([\w.#-]+\)|\{(?:eq|prf:ref)\}`[\w-]+`", link), link


# Words that our pages do without, for readers who meet them in other books.
ELSEWHERE = {"cosine similarity", "external score", "hard assignment", "initialization"}
ELSEWHERE |= {"internal score", "Lance-Williams formula"}


def test_words_of_the_glossary_are_words_of_the_book():
    text = "\n".join([*CHAPTERS.values(), *(PAGES[name] for name in ("interview", "research"))])
    text = re.sub(r"[\s*`_-]+", " ", text.lower())
    assert {names[0] for names, _ in entries()} >= ELSEWHERE
    for names, _ in entries():
        plain = [re.sub(r"[\s_-]+", " ", name.lower()) for name in names]
        stems = [re.sub(r"(?: index|ing|ize|y|s|ence)$", "", name) for name in plain]
        assert any(stem in text for stem in stems) != (names[0] in ELSEWHERE), names


def test_words_that_chapters_look_up_are_there():
    known = {word for names, _ in entries() for word in names}
    for path, text in CHAPTERS.items():
        for word in re.findall(r"\{term\}`(?:[^`<]*<)?([^`>]+)>?`", text):
            assert word in known, f"{path.name}: {word}"


# Exercises ---------------------------------------------------------------------------------------


def labels_of(text: str) -> list[str]:
    """Return the labels of a page's exercises."""
    return re.findall(r"\{exercise(?:-start)?\}[^\n]*\n:label: (\S+)", text)


def test_each_exercise_of_the_lecture_is_asked_once_its_chapter_exists():
    lecture = extension().LECTURE
    assert sorted(lecture.values()) == list(range(1, 25))
    asked = [label for text in CHAPTERS.values() for label in labels_of(text)]
    assert len(asked) == len(set(asked))
    unwritten = {"scale"} - {path.stem.split("-", 1)[1] for path in CHAPTERS}
    missing = {label for label in lecture if label not in asked}
    assert missing == {label for label in lecture if label.split("-")[1] in unwritten}


def exercise(title: str, page: str) -> dict:
    """Return an entry as sphinx-exercise keeps it."""
    subtitle = nodes.inline("", title)
    subtitle.tagname = "exercise_subtitle"
    heading = nodes.title("", "Exercise ", subtitle)
    return {"type": "exercise", "docname": page, "node": nodes.container("", heading)}


def test_the_index_sorts_and_links():
    index = extension()
    registry = {
        "ex-kmeans-06": exercise("Six", "book/02-kmeans"),
        "ex-unsupervised-01": exercise("One", "book/01-unsupervised"),
        "ex-kmeans-99": exercise("Own", "book/02-kmeans"),
        "ex-kmeans-06-answer": {"type": "solution", "docname": "book/02-kmeans"},
    }
    titles = {page: nodes.title("", page) for page in ("book/02-kmeans", "book/01-unsupervised")}
    app = SimpleNamespace(
        env=SimpleNamespace(sphinx_exercise_registry=registry, titles=titles),
        builder=SimpleNamespace(get_relative_uri=lambda _, page: f"{page[5:]}.html"),
    )
    document = nodes.container(
        "", index.exercise_index(which="lecture"), index.exercise_index(which="own")
    )
    index.fill(app, document, "book/exercises")
    links = [link["refuri"] for link in document.findall(nodes.reference) if "#" in link["refuri"]]
    assert links == [
        "01-unsupervised.html#ex-unsupervised-01",
        "02-kmeans.html#ex-kmeans-06",
        "02-kmeans.html#ex-kmeans-99",
    ]
    assert not list(document.findall(index.exercise_index))


def test_the_built_index_names_every_exercise(site):
    built = site / "book" / "exercises.html"
    if not built.exists():
        pytest.skip("the page is not in the table of contents yet")
    article = BeautifulSoup(built.read_text("utf-8"), "html.parser").select_one("article")
    linked = [a["href"].split("#")[1] for a in article.select("table a[href*='#ex-']")]
    pages = [path for path in CHAPTERS if (site / "book" / f"{path.stem}.html").exists()]
    assert sorted(linked) == sorted(label for path in pages for label in labels_of(CHAPTERS[path]))


# Interview questions -----------------------------------------------------------------------------


def test_there_are_ten_folded_answers():
    titles = re.findall(r"^## (\d+)\. .+\?", PAGES["interview"], re.MULTILINE)
    assert titles == [str(n) for n in range(1, 11)]
    assert PAGES["interview"].count(":::{dropdown} A model answer") == 10


def test_answer_1_on_bent_groups():
    moons = datasets.scaled_moons()
    for model in (GaussianMixture(2, n_init=5, random_state=42), KMeans(2, n_init=10)):
        score = adjusted_rand_score(moons.labels, model.fit_predict(moons.X))
        assert f"{score:.2f}" in answer(1)


def test_answer_2_on_the_rectangle():
    X = datasets.rectangle().X
    ends = [
        round(KMeans(2, init=X[[i, j]], n_init=1).fit(X).inertia_, 9)
        for i in range(4)
        for j in range(i)
    ]
    assert ends.count(16) / len(ends) == 1 / 3
    assert set(ends) == {1, 16}
    assert "one pair of first centers in three ends with inertia 16 instead of 1" in answer(2)


def test_answer_3_on_contrast():
    def contrast(X):
        distances = cdist(X[:1], X[1:])[0]
        return (distances.max() - distances.min()) / distances.min()

    dimensions, contrasts = (
        re.findall(r"[\d.]+", line)
        for line in re.findall(r"^\| (?:dimensions|contrast) \|(.*)\|$", answer(3), re.MULTILINE)
    )
    for d, told in zip(dimensions, contrasts, strict=True):
        found = contrast(np.random.default_rng(0).random((500, int(d))))
        assert f"{found:.{len(told.split('.')[1])}f}" == told
    plane = np.random.default_rng(0).random((500, 2))
    turn = np.linalg.qr(np.random.default_rng(1).standard_normal((1000, 2)))[0]
    assert f"keep their contrast of {contrast(plane @ turn.T):.1f}" in answer(3)


def test_answer_4_on_a_fixed_variance():
    X = datasets.seven_points().X
    means = spherical_em(X, X[[0, 3]], variance=1.0, max_iter=2000)[0]
    told = re.findall(r"\((\d\.\d{3}), (\d\.\d{3})\)", answer(4))
    np.testing.assert_allclose(np.array(told, dtype=float), means, atol=5e-4)
    limit = KMeans(2, init=X[[0, 3]], n_init=1).fit(X).cluster_centers_
    told = re.findall(r"\((\d\.\d{1,2}), (\d\.\d)\)", answer(4))
    np.testing.assert_allclose(np.array(told, dtype=float), limit)


def test_answer_5_on_a_bought_score():
    X = StandardScaler().fit_transform(make_moons(300, noise=0.08, random_state=42)[0])
    tried = {}
    for eps in (0.2, 0.3, 0.5, 0.7):
        for min_samples in (3, 5, 10):
            labels = DBSCAN(eps=eps, min_samples=min_samples).fit_predict(X)
            kept = labels >= 0
            if len(set(labels[kept])) > 1:
                tried[silhouette_score(X[kept], labels[kept])] = (~kept).sum()
    assert f"threw {tried[max(tried)]} of {len(X)} points away" in answer(5)


def test_answer_6_on_eps():
    moons = datasets.scaled_moons()
    nearest = k_distances(moons.X, 5)
    told = f"the median is {np.median(nearest):.3f}, 95 percent lie below "
    told += f"{np.quantile(nearest, 0.95):.3f}, and the largest is {nearest.max():.3f}"
    assert told in answer(6)

    def run(eps):
        return DBSCAN(eps=eps, min_samples=5).fit_predict(moons.X)

    assert "from 0.35 to 0.60 gives the two moons and no noise" in answer(6)
    for eps in np.arange(0.35, 0.601, 0.05):
        assert adjusted_rand_score(moons.labels, run(eps)) == 1
        assert min(run(eps)) == 0
    assert "0.25 gives three clusters and 0.70 a single one" in answer(6)
    assert [run(eps).max() + 1 for eps in (0.25, 0.7)] == [3, 1]


def test_answers_7_and_10_on_sizes():
    assert comb(10**10, 2) == pytest.approx(5e19)
    assert r"$5 \cdot 10^{19}$ pairs" in answer(7)
    assert 1 / np.sqrt(1e6) == pytest.approx(1e-3)
    assert "a random million is good to a thousandth of a standard deviation" in answer(7)
    assert 8 * comb(50_000, 2) == pytest.approx(10e9, rel=1e-3)
    assert "50,000 points takes 10 gigabytes" in answer(10)


FREE = {"95", "500", "1000"}  # a share, and sizes, in sentences whose numbers are held above
HELD = {1: "0.46 0.45", 2: "16", 3: "10 100 0.392 0.120 2.03 66.1", 4: "1.277 1.539 3.905 5.106"}
HELD |= {
    4: HELD[4] + " 1.25 1.5 3.9 5.1",
    5: "110 300",
    6: "0.151 0.267 0.507 0.35 0.60 0.25 0.70",
}
HELD |= {7: "10 19", 9: "0.6 0.4", 10: "000 10 50"}


@pytest.mark.parametrize("number", range(1, 11))
def test_no_number_of_an_answer_is_unheld(number):
    text = re.sub(r"\{[\w:]+\}`.*?`|\]\(.*?\)", "", answer(number).split("dropdown}", 1)[1])
    found = set(re.findall(r"\d+\.\d+|\d{2,}", text))
    assert found <= set(HELD.get(number, "").split()) | FREE


# Research problems -------------------------------------------------------------------------------


def test_research_problems_have_folded_guidance_and_sources():
    parts = re.split(r"^## (R\d)\. ", PAGES["research"], flags=re.MULTILINE)
    problems = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert list(problems) == ["R1", "R2", "R3", "R4"]
    for text in problems.values():
        _asked, folded = text.split(":::{dropdown} Guidance\n")
        for part in ("First week.", "easure"):
            assert part in folded
        assert re.search(r"\{cite:[tp]\}", folded)


def test_a_half_life_halves():
    assert "$2^{-1/h}$" in PAGES["research"]
    h = 500
    assert (2 ** (-1 / h)) ** h == pytest.approx(0.5)


# Data --------------------------------------------------------------------------------------------

SECTIONS = {
    "online_retail_ii": "online-retail",
    "customer_segmentation": "automobile",
    "mall_customers": "mall",
    "wholesale_customers": "wholesale",
    "nsl_kdd": "nsl-kdd",
    "arxiv_abstracts": "arxiv",
    "newsgroups": "newsgroups",
    "mnist": "mnist",
    "fashion_mnist": "mnist",
    "india_census_2011": "census",
    "indian_languages": "languages",
    "spotify_top_hits": "music",
    "clustering_benchmarks": "benchmarks",
}


def section(label: str) -> str:
    """Return the data sheet of a set."""
    return PAGES["data"].split(f"(data-{label})=")[1].split("\n(data-")[0]


def test_every_real_file_has_a_data_sheet():
    for file in real_data.FILES.values():
        assert section(SECTIONS[file.path.split("/")[0]])
    for label in SECTIONS.values():
        for part in ("**Origin**", "**License**", "**Size**", "**Known problems**"):
            assert part in section(label), (label, part)


def test_four_linkages_agree_on_the_easy_blobs():
    from sklearn.cluster import AgglomerativeClustering

    blobs = datasets.four_blobs()
    for linkage in ("ward", "complete", "average", "single"):
        labels = AgglomerativeClustering(4, linkage=linkage).fit_predict(blobs.X)
        assert adjusted_rand_score(blobs.labels, labels) == 1


needs_data = pytest.mark.skipif("COURSE_DATA" not in os.environ, reason="COURSE_DATA is not set")


@needs_data
def test_numbers_of_the_tables_that_are_there():
    def loaded(read, *names):
        if not all(real_data.is_present(name) for name in names):
            pytest.skip(f"{names} are not there")
        return read()

    cars = loaded(real_data.automobile_customers, "automobile_train")
    sheet = section("automobile")
    for name, count in cars.isna().sum().items():
        if count:
            assert (
                f"({count}, " in sheet or f"{count}, or {100 * count / len(cars):.2f}" in sheet
            ), name
            assert f"{100 * count / len(cars):.2f} %" in sheet, name
    for segment, count in cars["Segmentation"].value_counts().items():
        assert f"{segment} {count:,}" in sheet
    card = {row[0]: row[2] for row in table(re.sub(r"^ +", "", sheet, flags=re.MULTILINE))}
    assert list(card) == list(cars.columns)
    for name in ("Age", "Work_Experience", "Family_Size"):
        assert card[name] == f"{cars[name].min():.0f} to {cars[name].max():.0f}"
    for name in ("Gender", "Ever_Married", "Graduated", "Profession", "Segmentation"):
        assert set(card[name].split(", ")) == set(cars[name].dropna())
    mall = loaded(real_data.mall_customers, "mall_customers")
    women = (mall.iloc[:, 1] == "Female").sum()
    assert f"{women} women and {len(mall) - women} men" in section("mall")
    attacks = loaded(real_data.nsl_kdd, "nsl_kdd", "nsl_kdd_fields")["attack"].value_counts()
    assert f"{100 * attacks['normal'] / attacks.sum():.1f} % of the rows" in section("nsl-kdd")
    kinds = attacks.drop("normal")
    assert f"{len(kinds)} kinds of attack, from {kinds.max():,}" in section("nsl-kdd")
    fields = loaded(real_data.arxiv_abstracts, "arxiv_abstracts")["category"].value_counts()
    assert f"{fields.min()} papers" in section("arxiv")
    assert f"to {fields.max()} of physics" in section("arxiv")
    districts = loaded(real_data.census_districts, "census_abstract", "census_houses")
    assert f"{len(districts)} districts" in section("census")


# Bibliography ------------------------------------------------------------------------------------


def test_works_are_whole():
    needed = {
        "article": {"author", "title", "journal", "year"},
        "book": {"author", "title", "publisher", "year"},
        "inproceedings": {"author", "title", "booktitle", "year"},
        "incollection": {"author", "title", "booktitle", "publisher", "year"},
        "techreport": {"author", "title", "institution", "year"},
        "misc": {"author", "title", "year"},
    }
    for key, work in WORKS.items():
        present = set(work.fields) | set(work.persons)
        missing = needed.get(work.type, {"title", "year"}) - present
        assert not missing, (key, missing)
        assert re.search(rf"{work.fields['year']}\w?$", key), key
        doi = work.fields.get("doi")
        assert doi is None or re.fullmatch(r"10\.\d{4,}/\S+", doi), key
    dois = [work.fields["doi"].lower() for work in WORKS.values() if "doi" in work.fields]
    assert len(dois) == len(set(dois))


def test_every_cited_work_exists():
    for path in BOOK.glob("*.md"):
        for keys in re.findall(r"\{cite:\w+\}`([^`]+)`", path.read_text(encoding="utf-8")):
            for key in re.split(r"\s*,\s*", keys):
                assert key in WORKS, f"{path.name}: {key}"


def test_references_of_the_sources_are_found_or_marked():
    for given, found in table(PAGES["bibliography"]):
        if given.startswith("**"):
            continue
        known = "{cite" in found or "](http" in found or "**Unverified**" in found
        assert known, given
        if year := re.search(r"\b(?:19|20)\d\d\b", given):
            key = re.search(r"\{cite:t\}`(\w+)`", found)
            if key and "dated" not in found:
                assert WORKS[key[1]].fields["year"] == year[0]
