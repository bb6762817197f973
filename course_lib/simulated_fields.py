"""Made-up network connections and documents: the simulated data of the fields beside customers.

As in `course_lib.simulated_data`, each generator says what structure it puts in. What is
measured on them says something about the method, and nothing about the world.
"""

from numbers import Integral

import numpy as np
import pandas as pd
from sklearn.utils import check_random_state, check_scalar

# Connections -------------------------------------------------------------------------------------

# For each kind: rows, duration (s), bytes from the source, bytes from the destination, and the
# spread of the logarithms of the bytes.
CONNECTIONS = {
    "web": (1560, 0.3, 240.0, 1800.0, 0.5),
    "mail": (330, 1.5, 1000.0, 330.0, 0.5),
    "names": (480, 0.0, 44.0, 90.0, 0.3),
    "files": (270, 3.0, 3000.0, 20.0, 1.7),
    "login": (120, 40.0, 200.0, 700.0, 1.3),
    "neptune": (150, 0.0, 0.0, 0.0, 0.0),
    "portsweep": (30, 0.5, 1.0, 0.0, 0.6),
    "satan": (30, 0.0, 1.0, 0.0, 0.6),
    "warezclient": (30, 200.0, 200000.0, 300.0, 1.5),
}
ATTACKS = ("neptune", "portsweep", "satan", "warezclient")


def simulated_connections(random_state=0) -> pd.DataFrame:
    """Draw 3,000 network connections in columns of NSL-KDD; 8 % are attacks of four kinds.

    Parameters
    ----------
    random_state : int, RandomState instance or None, default=0

    Returns
    -------
    connections : DataFrame
        Numbers: duration (s), src_bytes, dst_bytes; over the last two seconds count (connections
        to the same host) and srv_count (to the same service), and of these the shares
        serror_rate and rerror_rate (failed), same_srv_rate and diff_srv_rate. Then attack:
        normal, or the kind. The rows are in random order.

    Notes
    -----
    The kinds bear names of real attacks and differ from normal traffic in the same columns as
    they do: neptune floods one host with connections that fail, portsweep and satan try many
    services, warezclient carries much data to one side. All else is made up, the shares included,
    and the real kinds are less tidy.

    Examples
    --------
    >>> connections = simulated_connections()
    >>> connections["attack"].value_counts().to_dict()
    {'normal': 2760, 'neptune': 150, 'portsweep': 30, 'satan': 30, 'warezclient': 30}
    """
    rng = check_random_state(random_state)
    parts = []
    for kind, (n_rows, duration, src_bytes, dst_bytes, spread) in CONNECTIONS.items():
        others = (0.05, 0.08) if kind == "neptune" else (0.05, 1.0)
        near, same = _recent_connections(kind, n_rows, rng)
        failed, refused = _shares_of_failure(kind, n_rows, rng)
        parts.append(
            pd.DataFrame(
                {
                    "duration": np.floor(duration * rng.lognormal(0, 1.5, n_rows)),
                    "src_bytes": np.floor(src_bytes * rng.lognormal(0, spread, n_rows)),
                    "dst_bytes": np.floor(dst_bytes * rng.lognormal(0, spread, n_rows)),
                    "count": near,
                    "srv_count": np.ceil(near * same),
                    "serror_rate": failed,
                    "rerror_rate": refused,
                    "same_srv_rate": same.round(2),
                    "diff_srv_rate": ((1 - same) * rng.uniform(*others, n_rows)).round(2),
                    "attack": kind if kind in ATTACKS else "normal",
                }
            )
        )
    table = pd.concat(parts, ignore_index=True)
    return table.iloc[rng.permutation(len(table))].reset_index(drop=True)


def _recent_connections(
    kind: str, n_rows: int, rng: np.random.RandomState
) -> tuple[np.ndarray, np.ndarray]:
    """Return how many recent connections went to the host, and the share to the same service."""
    middle = {"names": 60.0, "web": 6.0, "neptune": 180.0, "satan": 140.0}.get(kind, 2.0)
    spread = {"neptune": 0.2, "satan": 0.6}.get(kind, 0.9)
    count = np.clip(np.ceil(middle * rng.lognormal(0, spread, n_rows)), 1, 511)
    if kind == "neptune":
        return count, rng.uniform(0.03, 0.11, n_rows)
    if kind in ("satan", "portsweep"):
        return count, rng.uniform(0.01, 0.5, n_rows)
    alone = rng.uniform(size=n_rows) < 0.9  # one service only, as most hosts are used
    return count, np.where(alone, 1.0, rng.uniform(0.5, 1.0, n_rows))


def _shares_of_failure(
    kind: str, n_rows: int, rng: np.random.RandomState
) -> tuple[np.ndarray, np.ndarray]:
    """Return the shares of connections without an answer, and of refused ones."""
    few = np.where(rng.uniform(size=n_rows) < 0.03, rng.uniform(0, 1, n_rows), 0.0).round(2)
    none = np.zeros(n_rows)
    if kind == "neptune":
        return rng.uniform(0.95, 1.0, n_rows).round(2), none
    if kind in ("satan", "portsweep"):
        return few, rng.uniform(0.7, 1.0, n_rows).round(2)
    return (few, none) if kind in ("web", "names") else (none, few)


# Documents ---------------------------------------------------------------------------------------

# The most frequent word first. A word may stand under several topics, as in life.
TOPIC_WORDS = {
    "sports": "team match season player coach goal final league cup win score fans injury "
    "stadium champion record transfer race medal court",
    "technology": "software data model computer network chip research device user code cloud "
    "robot app security screen battery record machine platform energy",
    "politics": "government election minister vote party law parliament policy reform court "
    "campaign debate council budget treaty leader tax security citizen energy",
    "business": "market company price bank profit growth shares investor trade sales rate "
    "factory budget debt industry tax revenue merger chip transfer",
}
COMMON_WORDS = (
    "year week time people plan report number day group change world question city result "
    "part month problem case point hand"
)


def simulated_documents(
    n_documents: int = 400, n_words: int = 60, random_state=0
) -> tuple[list[str], np.ndarray]:
    """Draw documents word by word, as latent Dirichlet allocation supposes, from four topics.

    Parameters
    ----------
    n_documents : int, default=400
    n_words : int, default=60
        Words a document.
    random_state : int, RandomState instance or None, default=0

    Returns
    -------
    texts : list of str
    mixtures : float array of shape (n_documents, 4)
        The shares of sports, technology, politics and business that each document was drawn
        from. Each row sums to 1.

    Raises
    ------
    TypeError
        If a number is not an integer.
    ValueError
        If it is not positive.

    Notes
    -----
    The shares come from a Dirichlet distribution with parameter 1/4. Each word draws its topic
    from the shares, then itself from the topic. A topic gives 40 % of its words to the common
    ones; within its own and within the common ones, the r-th word is drawn in proportion to 1/r.

    Examples
    --------
    >>> texts, mixtures = simulated_documents(n_words=6)
    >>> len(texts), mixtures.shape
    (400, (400, 4))
    """
    check_scalar(n_documents, "n_documents", Integral, min_val=1)
    check_scalar(n_words, "n_words", Integral, min_val=1)
    rng = check_random_state(random_state)
    words, topics = topic_distributions()
    mixtures = rng.dirichlet(np.full(len(topics), 0.25), n_documents)
    texts = []
    for shares in mixtures:
        drawn = np.searchsorted(shares.cumsum()[:-1], rng.uniform(size=n_words))
        levels = topics.cumsum(axis=1)[drawn, :-1]
        picked = (levels < rng.uniform(size=(n_words, 1))).sum(axis=1)
        texts.append(" ".join(words[column] for column in picked))
    return texts, mixtures


def topic_distributions() -> tuple[list[str], np.ndarray]:
    """Return the vocabulary of `simulated_documents` and each topic's distribution over it.

    Returns
    -------
    words : list of str
        In alphabetical order.
    topics : float array of shape (4, n_words)
        Each row sums to 1.

    Examples
    --------
    >>> words, topics = topic_distributions()
    >>> [words[i] for i in topics.argmax(axis=1)]
    ['team', 'software', 'government', 'market']
    """
    lists = [text.split() for text in TOPIC_WORDS.values()]
    common = COMMON_WORDS.split()
    words = sorted(set(common).union(*lists))
    place = {word: column for column, word in enumerate(words)}
    topics = np.zeros((len(lists), len(words)))
    for topic, own in zip(topics, lists, strict=True):
        for share, among in ((0.6, own), (0.4, common)):
            weights = 1 / np.arange(1, len(among) + 1)
            for word, weight in zip(among, weights / weights.sum(), strict=True):
                topic[place[word]] += share * weight
    return words, topics
