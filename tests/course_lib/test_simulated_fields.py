"""What the generators of connections and documents promise, counted."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import DBSCAN
from sklearn.preprocessing import StandardScaler

from course_lib import simulated_fields
from course_lib.simulated_fields import (
    ATTACKS,
    simulated_connections,
    simulated_documents,
    topic_distributions,
)

# The names of the publisher, in the publisher's order.
COLUMNS = [
    "duration",
    "src_bytes",
    "dst_bytes",
    "count",
    "srv_count",
    "serror_rate",
    "rerror_rate",
    "same_srv_rate",
    "diff_srv_rate",
]

# Connections -------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [0, 1, 7])
def test_connections_keep_to_their_ranges(seed):
    data = simulated_connections(seed)
    assert data.shape == (3000, 10)
    assert list(data.columns) == [*COLUMNS, "attack"]
    numbers = data[COLUMNS].to_numpy()
    assert np.isfinite(numbers).all()
    assert (numbers >= 0).all()
    rates = [name for name in COLUMNS if name.endswith("rate")]
    assert data[rates].max().max() <= 1
    whole = data[COLUMNS[:5]].to_numpy()
    assert (whole == np.floor(whole)).all(), "bytes and counts are whole numbers"
    # The publisher counts within two seconds and stops at 511.
    assert data["count"].between(1, 511).all()
    assert (data["srv_count"] <= data["count"]).all(), "a part of the connections to the host"
    assert (data["same_srv_rate"] + data["diff_srv_rate"] <= 1.005).all(), "but for rounding"
    assert data["attack"].value_counts()["normal"] == 2760
    assert set(data["attack"]) == {"normal", *ATTACKS}


def test_each_attack_is_odd_in_its_own_columns():
    middle = simulated_connections().groupby("attack")[COLUMNS].median()
    normal = middle.loc["normal"]
    assert middle.loc["neptune", "serror_rate"] > 0.9
    assert middle.loc["neptune", ["src_bytes", "dst_bytes"]].sum() == 0
    for kind in ("portsweep", "satan"):
        assert middle.loc[kind, "rerror_rate"] > 0.7
        assert middle.loc[kind, "same_srv_rate"] < 0.5 < normal["same_srv_rate"]
    assert middle.loc["warezclient", "src_bytes"] > 100 * normal["src_bytes"]
    assert normal[["serror_rate", "rerror_rate"]].sum() == 0


@pytest.mark.parametrize("seed", range(4))
def test_the_flood_is_a_crowd(seed):
    """What the page uses it for: all of it in one cluster, nothing else with it."""
    data = simulated_connections(seed)
    X = StandardScaler().fit_transform(np.log1p(data[COLUMNS]))
    labels = DBSCAN(eps=1.5, min_samples=18).fit_predict(X)
    flood = (data["attack"] == "neptune").to_numpy()
    (own,) = set(labels[flood])
    assert own >= 0
    assert (labels[~flood] != own).all()


def test_rows_are_mixed_and_seeded():
    first, again, other = (simulated_connections(seed) for seed in (3, 3, 4))
    pd.testing.assert_frame_equal(first, again)
    assert not first.equals(other)
    runs = (first["attack"] != first["attack"].shift()).sum()
    assert runs > 200, "the kinds do not lie in blocks"
    state = np.random.RandomState(3)
    pd.testing.assert_frame_equal(simulated_connections(state), first)


# Documents ---------------------------------------------------------------------------------------


def test_topics_are_distributions_over_one_vocabulary():
    words, topics = topic_distributions()
    assert words == sorted(set(words))
    assert topics.shape == (4, len(words))
    np.testing.assert_allclose(topics.sum(axis=1), 1)
    listed = {w for text in simulated_fields.TOPIC_WORDS.values() for w in text.split()}
    assert set(words) == listed | set(simulated_fields.COMMON_WORDS.split())
    # 40 % of the words of a topic are common ones, by Zipf's rule.
    common = simulated_fields.COMMON_WORDS.split()
    place = [words.index(word) for word in common]
    assert not listed & set(common)
    np.testing.assert_allclose(topics[:, place].sum(axis=1), 0.4)
    np.testing.assert_allclose(topics[:, place[0]] / topics[:, place[4]], 5)


def test_documents_follow_their_mixtures():
    """Count the words of many documents against shares times topics: the law of large numbers."""
    texts, mixtures = simulated_documents(2000, 100, random_state=5)
    words, topics = topic_distributions()
    np.testing.assert_allclose(mixtures.sum(axis=1), 1)
    counts = Counter(word for text in texts for word in text.split())
    assert set(counts) <= set(words)
    share = np.array([counts[word] for word in words]) / 200_000
    expected = mixtures.mean(axis=0) @ topics
    # Words of a document are drawn independently, given its shares.
    spread = np.sqrt(expected * (1 - expected) / 200_000)
    assert (np.abs(share - expected) < 5 * spread).all()


def test_each_document_has_its_own_mixture():
    """Document by document, the shares explain how often a topic's first word comes."""
    texts, mixtures = simulated_documents(500, 200, random_state=2)
    words, topics = topic_distributions()
    for topic in range(4):
        word = words[topics[topic].argmax()]
        often = np.array([text.split().count(word) for text in texts]) / 200
        expected = mixtures @ topics[:, words.index(word)]
        assert np.corrcoef(often, expected)[0, 1] > 0.9
        assert abs((often - expected).mean()) < 0.005


def test_mixtures_are_dirichlet_of_one_quarter():
    """Mean 1/4 and variance 3/32 = (1/4)(3/4)/(1 + 1), as Dirichlet with four quarters has."""
    _, mixtures = simulated_documents(20_000, 1, random_state=0)
    np.testing.assert_allclose(mixtures.mean(axis=0), 0.25, atol=0.01)
    np.testing.assert_allclose(mixtures.var(axis=0), 3 / 32, atol=0.002)


def test_documents_have_the_length_asked_for():
    texts, mixtures = simulated_documents(7, n_words=11, random_state=1)
    assert len(texts) == len(mixtures) == 7
    assert {len(text.split()) for text in texts} == {11}
    assert texts == simulated_documents(7, n_words=11, random_state=1)[0]
    assert texts != simulated_documents(7, n_words=11, random_state=2)[0]


@pytest.mark.parametrize("name", ["n_documents", "n_words"])
def test_bad_sizes_are_named(name):
    with pytest.raises(ValueError, match=f"{name} == 0"):
        simulated_documents(**{name: 0})
    with pytest.raises(TypeError, match=name):
        simulated_documents(**{name: 2.5})
