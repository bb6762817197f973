"""Customers of a car maker: gaps, and whether a code of an autoencoder groups them any better."""

import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

from course_lib.agreement import adjusted_rand_score
from course_lib.autoencoder import autoencoder, train
from course_lib.customer_schema import check_customers
from course_lib.kmeans import KMeans
from course_lib.metrics import silhouette_score
from course_lib.real_data import automobile_customers
from course_lib.segment_bundle import encoded
from course_lib.segmentation import majority, preparation

SEEDS = (0, 1, 2)


def run() -> dict:
    """Return the missing shares, the sizes of the segments, and the judgments of `measure`.

    Returns
    -------
    tables : dict
    """
    table = automobile_customers()
    missing = table.isna().sum()
    return {
        "customers": len(table),
        "missing": {name: int(n) for name, n in missing.items() if n},
        "missing (%)": {name: round(100 * n / len(table), 2) for name, n in missing.items() if n},
        "segments": {
            str(name): int(n) for name, n in table["Segmentation"].value_counts().items()
        },
        **measure(table),
    }


def measure(table: pd.DataFrame, *, seeds: tuple = SEEDS, epochs: int = 20) -> dict:
    """Cluster the same customers in five spaces, and judge on the fifth that was held out.

    Parameters
    ----------
    table : DataFrame
        As `automobile_customers` returns it.
    seeds : tuple of int
        Of the split, the weights and K-Means; the means over them are returned.
    epochs : int
        Of the autoencoder.

    Returns
    -------
    tables : dict
        For 4 and 7 clusters and each space: the silhouette in the space itself and that of the
        same labels on the inputs, the agreement with the known segments, the share that the
        majority vote names right. Then the share of a classifier, and of the largest segment.
    """
    features, truth = check_customers(table, segments=True), table["Segmentation"].to_numpy()
    found, told, largest = {4: [], 7: []}, [], []
    for seed in seeds:
        *parts, known, hidden = train_test_split(
            features, truth, test_size=0.2, stratify=truth, random_state=seed
        )
        prepare = preparation().fit(parts[0])
        X, X_new = map(prepare.transform, parts)
        mapped = spaces(X, X_new, seed, epochs)
        for n_clusters, rows in found.items():
            rows.append(
                {
                    name: judge(space, X_new, known, hidden, n_clusters, seed)
                    for name, space in mapped.items()
                }
            )
        classifier = LogisticRegression(max_iter=1000).fit(X, known)
        told.append(classifier.score(X_new, hidden))
        largest.append(np.unique(hidden, return_counts=True)[1].max() / len(hidden))
    return {
        "seeds": list(seeds),
        **{f"{k} clusters": means(rows) for k, rows in found.items()},
        "named right by a classifier": round(float(np.mean(told)), 3),
        "share of the largest segment": round(float(np.mean(largest)), 3),
    }


def spaces(X: np.ndarray, X_new: np.ndarray, seed: int, epochs: int) -> dict:
    """Return, for each space, the training and the held-out rows in it.

    Parameters
    ----------
    X, X_new : float arrays of 9 columns
    seed, epochs : int

    Returns
    -------
    spaces : dict of pairs of arrays
    """
    raw, taught = (autoencoder(9, (16, 12), 8, random_state=seed) for _ in range(2))
    train(taught, X, epochs=epochs, batch_size=128, learning_rate=5e-3, random_state=seed)
    four, eight = PCA(4).fit(X), PCA(8).fit(X)
    maps = {
        "inputs": lambda rows: rows,
        "PCA, 4 numbers": four.transform,
        "PCA, 8 numbers": eight.transform,
        "untrained encoder": lambda rows: encoded(raw.get_layer("encoder"), rows),
        "autoencoder": lambda rows: encoded(taught.get_layer("encoder"), rows),
    }
    return {name: (to(X), to(X_new)) for name, to in maps.items()}


def judge(
    space: tuple, X_new: np.ndarray, known: np.ndarray, hidden: np.ndarray, k: int, seed: int
) -> dict:
    """Cluster one space, and judge the held-out rows four ways.

    Parameters
    ----------
    space : pair of arrays
        Training and held-out rows in it.
    X_new : float array
        The held-out rows as inputs.
    known, hidden : arrays of str
        Segments of the training and of the held-out rows.
    k, seed : int

    Returns
    -------
    judgments : dict
    """
    model = KMeans(k, n_init=10, random_state=seed).fit(space[0])
    labels = model.predict(space[1])
    names = np.array(majority(model.labels_, known, k))
    return {
        "silhouette in this space": silhouette_score(space[1], labels),
        "silhouette on the inputs": silhouette_score(X_new, labels),
        "ARI with the segments": adjusted_rand_score(hidden, labels),
        "named right": np.mean(names[labels] == hidden),
    }


def means(rows: list[dict]) -> list[dict]:
    """Return the mean over the seeds, one row a space.

    Parameters
    ----------
    rows : list of dict
        One a seed: space, judgment, value.

    Returns
    -------
    table : list of dict
    """
    return [
        {"space": space}
        | {
            what: round(float(np.mean([row[space][what] for row in rows])), 3)
            for what in judgments
        }
        for space, judgments in rows[0].items()
    ]
