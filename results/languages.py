"""A tree of Indian languages from words alone, against the families that linguists know.

Word lists of the Linguistic Survey of India (1928), and DravLex for the Dravidian languages. The
families judge the trees; no tree sees one.
"""

from collections import Counter

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import cophenet, cut_tree, linkage
from scipy.spatial.distance import squareform

from course_lib.agreement import adjusted_rand_score
from course_lib.real_data import dravlex, lsi_languages, lsi_words

FAMILIES = ("Austroasiatic", "Dravidian", "Indo-European", "Sino-Tibetan")
ENOUGH = 60  # words of the 97 that a variety must have
EARTH = 6371.0  # kilometers
BRANCHES = {  # the branches of Dravidian, as Kolipakam and others (2018) name them
    "South I": "Badga Betta_Kurumba Kannada Kodava Kota Malayalam Tamil Toda Tulu Yeruva",
    "South II": "Gondi Koya Kuwi Telugu",
    "Central": "Kolami Ollari_Gadba Parji",
    "North": "Brahui Kurukh Malto",
}


def run() -> dict:
    """Return what the trees of all varieties, of the map, and of the Dravidian languages say.

    Returns
    -------
    tables : dict
    """
    lists = pd.concat(
        [lsi_words(name).assign(family=name) for name in FAMILIES], ignore_index=True
    )
    words = word_table(lists, "DOCULECT", "CONCEPT", "TOKENS")
    words = words[words.notna().sum(axis=1) >= ENOUGH]
    family = lists.groupby("DOCULECT")["family"].first()[words.index].to_numpy()
    places = lsi_languages().set_index("ID").loc[words.index, ["Latitude", "Longitude"]]
    return all_families(words, family, places.to_numpy()) | {"Dravidian": dravidian()}


def word_table(rows: pd.DataFrame, variety: str, concept: str, sounds: str) -> pd.DataFrame:
    """Return the first word of each variety for each concept, as a text of sounds or missing."""
    known = rows.dropna(subset=[sounds])
    return known.groupby([variety, concept])[sounds].first().unstack()


def edit_distances(words: list[list[str]]) -> np.ndarray:
    """Compare all pairs of words: the fewest sounds to change, divided by the longer length.

    Parameters
    ----------
    words : list of list of str
        The sounds of each word.

    Returns
    -------
    distances : float array of shape (n_words, n_words)
        From 0 for the same sounds to 1.
    """
    number = {sound: i for i, sound in enumerate(sorted({s for word in words for s in word}))}
    lengths = np.array([len(word) for word in words])
    n, longest = len(words), lengths.max()
    codes = np.full((n, longest), -1)
    for row, word in zip(codes, words, strict=True):
        row[: len(word)] = [number[sound] for sound in word]
    # One table of the classical recursion for all pairs at once: two rows of it are kept.
    above = [np.full((n, n), j, dtype=np.int16) for j in range(longest + 1)]
    found = np.zeros((n, n))
    for i in range(1, longest + 1):
        row = [np.full((n, n), i, dtype=np.int16)]
        for j in range(1, longest + 1):
            differs = codes[:, i - 1, None] != codes[None, :, j - 1]
            changed = np.minimum(above[j], row[j - 1]) + 1
            row.append(np.minimum(changed, above[j - 1] + differs))
            ends = np.ix_(lengths == i, lengths == j)
            found[ends] = row[j][ends]
        above = row
    return found / np.maximum(lengths[:, None], lengths)


def concept_distances(words: pd.DataFrame) -> np.ndarray:
    """Return one table of distances for each concept; NaN where a variety has no word.

    Parameters
    ----------
    words : DataFrame of shape (n_varieties, n_concepts)

    Returns
    -------
    distances : float array of shape (n_concepts, n_varieties, n_varieties)
    """
    tables = np.full((words.shape[1], len(words), len(words)), np.nan, dtype=np.float32)
    for table, concept in zip(tables, words, strict=True):
        has = words[concept].notna().to_numpy()
        spoken, which = np.unique(words[concept][has].to_numpy(str), return_inverse=True)
        table[np.ix_(has, has)] = edit_distances([text.split() for text in spoken])[
            np.ix_(which, which)
        ]
    return tables


def mean_distances(tables: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
    """Average over the concepts that both varieties have, each counted `weights` times."""
    weights = np.ones(len(tables)) if weights is None else weights
    there = ~np.isnan(tables)
    total = np.tensordot(weights, np.where(there, tables, 0), 1)
    return total / np.tensordot(weights, there, 1)


def tree(distances: np.ndarray, rule: str = "average") -> np.ndarray:
    """Merge the closest, by a rule of linkage."""
    return linkage(squareform(distances, checks=False), rule)


def agreement(Z: np.ndarray, classes: np.ndarray, k: int) -> float:
    """Return the adjusted Rand index of k branches with known classes."""
    return round(float(adjusted_rand_score(classes, cut_tree(Z, k).ravel())), 3)


def all_families(words: pd.DataFrame, family: np.ndarray, places: np.ndarray) -> dict:
    """Measure the trees of all varieties.

    Parameters
    ----------
    words : DataFrame of shape (n_varieties, n_concepts)
    family : str array of shape (n_varieties,)
    places : float array of shape (n_varieties, 2)
        Latitude and longitude in degrees, NaN where unknown.

    Returns
    -------
    tables : dict
    """
    tables = concept_distances(words)
    apart = mean_distances(tables)
    pairs = squareform(apart, checks=False)
    trees = {rule: tree(apart, rule) for rule in ("average", "complete", "single")}
    branch = cut_tree(trees["average"], 4).ravel()
    rng = np.random.default_rng(0)
    drawn = [np.bincount(rng.integers(len(tables), size=len(tables))) for _ in range(20)]
    drawn = [np.r_[w, np.zeros(len(tables) - len(w))] for w in drawn]
    again = [agreement(tree(mean_distances(tables, w)), family, 4) for w in drawn]
    same = family[:, None] == family
    within = squareform(same, checks=False)
    return {
        "varieties": dict(sorted(Counter(family.tolist()).items())),
        "concepts": words.shape[1],
        "rules": [
            {
                "rule": rule,
                "cophenetic correlation": round(float(cophenet(Z, pairs)[0]), 3),
                "ari at four": agreement(Z, family, 4),
            }
            for rule, Z in trees.items()
        ],
        "four branches": contents(trees["average"], family, 4),
        "ari by branches": {k: agreement(trees["average"], family, k) for k in (2, 4, 8, 12, 20)},
        "ari at four, concepts drawn again": {
            "least": min(again),
            "median": round(float(np.median(again)), 3),
            "largest": max(again),
        },
        "nearest variety of the same family": neighbor_share(apart, family),
        "nearest to another family": strangers(apart, family, words.index),
        "smallest branch": words.index[branch == np.bincount(branch).argmin()].tolist(),
        "six branches": contents(trees["average"], family, 6),
        "on the map": against_the_map(apart, family, places),
        "mean distance": {
            "within families": round(float(pairs[within].mean()), 3),
            "across": round(float(pairs[~within].mean()), 3),
        },
    }


def against_the_map(apart: np.ndarray, family: np.ndarray, places: np.ndarray) -> dict:
    """Do words or places tell the families? Only varieties whose place is known."""
    there = np.isfinite(places).all(axis=1)
    apart, family = apart[np.ix_(there, there)], family[there]
    far = kilometers(places[there])
    pairs = squareform(apart, checks=False), squareform(far, checks=False)
    within = squareform(family[:, None] == family, checks=False)
    return {
        "varieties": len(family),
        "ari at four by words": agreement(tree(apart), family, 4),
        "ari at four by places": agreement(tree(far), family, 4),
        "nearest of the same family by words": neighbor_share(apart, family),
        "nearest of the same family by places": neighbor_share(far, family),
        "correlation": round(float(np.corrcoef(*pairs)[0, 1]), 3),
        "correlation within families": round(
            float(np.corrcoef(pairs[0][within], pairs[1][within])[0, 1]), 3
        ),
    }


def contents(Z: np.ndarray, family: np.ndarray, k: int) -> list[dict]:
    """Count the families in each of k branches, the largest branch first."""
    labels = cut_tree(Z, k).ravel()
    counts = [dict(sorted(Counter(family[labels == b].tolist()).items())) for b in range(k)]
    return sorted(counts, key=lambda branch: -sum(branch.values()))


def strangers(apart: np.ndarray, family: np.ndarray, names: pd.Index) -> list[dict]:
    """Name the varieties whose nearest variety by words is of another family."""
    nearest = (apart + np.diag(np.full(len(apart), np.inf))).argmin(axis=1)
    return [
        {"variety": names[i], "family": str(family[i]), "nearest": names[j], "of": str(family[j])}
        for i, j in enumerate(nearest)
        if family[i] != family[j]
    ]


def neighbor_share(distances: np.ndarray, classes: np.ndarray) -> float:
    """Return the share of rows whose nearest other row has the same class."""
    alone = distances + np.diag(np.full(len(distances), np.inf))
    return round(float(np.mean(classes[alone.argmin(axis=1)] == classes)), 3)


def kilometers(places: np.ndarray) -> np.ndarray:
    """Return great-circle distances between places given in degrees."""
    latitude, longitude = np.deg2rad(places).T
    half = (
        np.sin((latitude[:, None] - latitude) / 2) ** 2
        + np.cos(latitude[:, None])
        * np.cos(latitude)
        * np.sin((longitude[:, None] - longitude) / 2) ** 2
    )
    return 2 * EARTH * np.arcsin(np.sqrt(np.clip(half, 0, 1)))


def dravidian() -> dict:
    """Compare the tree of the Dravidian languages with its branches and with experts' cognates."""
    forms = dravlex("forms")
    words = word_table(forms, "Language_ID", "Parameter_ID", "Segments")
    apart = mean_distances(concept_distances(words))
    sets = dravlex("cognates").merge(forms, left_on="Form_ID", right_on="ID")
    cognates = sets.groupby(["Language_ID", "Parameter_ID"])["Cognateset_ID"].agg(frozenset)
    cognates = cognates.unstack().reindex(words.index)
    unrelated = mean_distances(
        np.stack([unlike(column) for column in cognates.to_numpy().T]).astype(np.float32)
    )
    where = {name: branch for branch, names in BRANCHES.items() for name in names.split()}
    branch = np.array([where[name] for name in words.index])
    pairs = [squareform(d, checks=False) for d in (apart, unrelated)]
    return {
        "languages": len(words),
        "ari with the four branches": {
            "by sounds": agreement(tree(apart), branch, 4),
            "by cognates": agreement(tree(unrelated), branch, 4),
        },
        "nearest language of the same branch": {
            "by sounds": neighbor_share(apart, branch),
            "by cognates": neighbor_share(unrelated, branch),
        },
        "correlation of sounds and cognates": round(float(np.corrcoef(*pairs)[0, 1]), 3),
        "parts at four by sounds": parts(tree(apart), words.index),
        "parts at four by cognates": parts(tree(unrelated), words.index),
    }


def unlike(sets: np.ndarray) -> np.ndarray:
    """Return 0 where two languages share a set of related words, 1 where not, NaN if unknown."""
    known = np.array([isinstance(one, frozenset) for one in sets])
    table = np.full((len(sets), len(sets)), np.nan)
    for i in np.flatnonzero(known):
        for j in np.flatnonzero(known):
            table[i, j] = float(not (sets[i] & sets[j]))
    return table


def parts(Z: np.ndarray, names: pd.Index) -> list[str]:
    """Return the members of four branches, the largest first."""
    labels = cut_tree(Z, 4).ravel()
    members = [", ".join(names[labels == b].str.replace("_", " ")) for b in range(4)]
    return sorted(members, key=lambda text: (-text.count(","), text))
