"""Segments for customers, as a command: train once, keep one bundle, predict from it.

``python -m course_lib.segmentation train customers.csv --to bundle`` learns, and
``python -m course_lib.segmentation predict bundle prospects.csv --to segments.csv`` tells the
segments of new customers. Tables are checked first, and nothing is left half-written.
"""

import argparse
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from textwrap import fill

import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OrdinalEncoder, StandardScaler

from course_lib.agreement import adjusted_rand_score, normalized_mutual_info_score
from course_lib.autoencoder import autoencoder, train
from course_lib.customer_schema import SCHEMA, check_customers, read_customers
from course_lib.kmeans import KMeans
from course_lib.segment_bundle import (
    PACKAGES,
    Bundle,
    encoded,
    load,
    place_for,
    save,
    write_segments,
)


def preparation(schema: dict = SCHEMA) -> Pipeline:
    """Return an unfitted preparation: fill the gaps, number the categories, standardize.

    Parameters
    ----------
    schema : dict

    Returns
    -------
    steps : Pipeline

    Examples
    --------
    >>> from course_lib.simulated_data import simulated_automobile_customers
    >>> people = check_customers(simulated_automobile_customers(100))
    >>> preparation().fit_transform(people).shape
    (100, 9)
    """
    numbers = [name for name, rule in schema.items() if "low" in rule]
    words = [name for name in schema if name not in numbers]
    in_order = OrdinalEncoder(categories=[schema[name]["values"] for name in words])
    return make_pipeline(
        make_column_transformer(
            (SimpleImputer(strategy="median"), numbers),
            (make_pipeline(SimpleImputer(strategy="most_frequent"), in_order), words),
        ),
        StandardScaler(),
    )


def majority(labels: np.ndarray, segments: np.ndarray, n_clusters: int) -> list[str]:
    """Return the segment that is most frequent in each cluster.

    No other naming is right more often on these rows: each cluster gets the name that most of its
    rows have, and no cluster's name touches another's rows.

    Parameters
    ----------
    labels : int array of shape (n_samples,)
    segments : array of str, shape (n_samples,)
    n_clusters : int
        A cluster without rows is named by all of them.

    Returns
    -------
    names : list of str

    Examples
    --------
    >>> majority(np.array([0, 0, 0, 2]), np.array(["A", "B", "A", "B"]), 3)
    ['A', 'A', 'B']
    """

    def most(of: np.ndarray) -> str:
        names, counts = np.unique(of, return_counts=True)
        return str(names[counts.argmax()])

    return [
        most(segments[own] if (own := labels == j).any() else segments) for j in range(n_clusters)
    ]


def fit(
    table: pd.DataFrame, *, n_clusters: int = 4, epochs: int = 20, random_state: int = 0
) -> Bundle:
    """Learn a bundle from customers whose segment is known, and judge it on a fifth of them.

    Parameters
    ----------
    table : DataFrame
        ID, Segmentation and the columns of the schema. Segments name and judge the clusters; they
        do not make them.
    n_clusters : int
    epochs : int
        Of the autoencoder.
    random_state : int
        Seeds the split, the weights, the batches and K-Means.

    Returns
    -------
    bundle : Bundle

    Raises
    ------
    ValueError
        If the table does not fit, a segment has too few customers, or a column has no value.
    """
    features = check_customers(table, segments=True)
    truth = table["Segmentation"].astype(str).to_numpy()
    names, counts = np.unique(truth, return_counts=True)
    if counts.min() < 10:
        few = names[counts.argmin()]
        raise ValueError(
            f"Segment {few!r} has {counts.min()} of the 10 customers that it needs, so that some "
            "can be held out: add customers, or remove the segment."
        )
    if empty := features.columns[features.isna().all()].tolist():
        raise ValueError(f"No row has a value for {empty}: nothing can be learned. Fill some in.")
    seen, kept, segment, hidden = train_test_split(
        features, truth, test_size=0.2, stratify=truth, random_state=random_state
    )
    prepare = preparation().fit(seen)
    X = prepare.transform(seen)
    model = autoencoder(X.shape[1], (16, 12), 8, random_state=random_state)
    options = {"epochs": epochs, "batch_size": 128, "learning_rate": 5e-3}
    train(model, X, random_state=random_state, **options)
    encoder = model.get_layer("encoder")
    clusters = KMeans(n_clusters, n_init=10, random_state=random_state)
    segment_of = majority(clusters.fit_predict(encoded(encoder, X)), segment, n_clusters)
    bundle = Bundle(prepare, encoder, clusters, {})
    Z = prepare.transform(kept)
    found = clusters.predict(bundle.codes(kept))
    bundle.about.update(
        trained=datetime.now(UTC).isoformat(timespec="seconds"),
        customers={"training": len(seen), "held out": len(kept)},
        options={"n_clusters": n_clusters, "random_state": random_state, **options},
        segment_of=segment_of,
        without_a_cluster=sorted(set(names.tolist()) - set(segment_of)),
        held_out={
            "restoring error": round(float(np.mean((np.asarray(model(Z)) - Z) ** 2)), 4),
            "ARI": round(float(adjusted_rand_score(hidden, found)), 4),
            "NMI": round(float(normalized_mutual_info_score(hidden, found)), 4),
            "named right": round(float(np.mean(np.array(segment_of)[found] == hidden)), 4),
            "always the largest": round(float(np.mean(hidden == names[counts.argmax()])), 4),
        },
        schema=SCHEMA,
        versions={package: version(package) for package in PACKAGES},
    )
    return bundle


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 0, or 2 after saying what is wrong."""
    parser = argparse.ArgumentParser(prog="python -m course_lib.segmentation")
    tasks = parser.add_subparsers(dest="task", required=True)
    learn = tasks.add_parser("train", help="learn a bundle from customers with known segments")
    learn.add_argument("table", metavar="TABLE.csv")
    learn.add_argument("--to", metavar="BUNDLE", required=True, help="a folder, made new")
    learn.add_argument("--clusters", type=int, default=4)
    learn.add_argument("--epochs", type=int, default=20)
    learn.add_argument("--seed", type=int, default=0)
    tell = tasks.add_parser("predict", help="write ID and Segmentation of new customers")
    tell.add_argument("bundle", metavar="BUNDLE")
    tell.add_argument("table", metavar="TABLE.csv")
    tell.add_argument("--to", metavar="OUT.csv", required=True)
    given = parser.parse_args(arguments)
    try:
        print(_train(given) if given.task == "train" else _predict(given))
    except (OSError, ValueError) as error:
        for line in ["Nothing was written.", *str(error).splitlines()]:
            print(
                fill(line, 72, subsequent_indent="    ", break_long_words=False), file=sys.stderr
            )
        return 2
    return 0


def _train(given: argparse.Namespace) -> str:
    """Learn a bundle from a file, keep it, and say how good it is."""
    place_for(given.to)
    options = {"n_clusters": given.clusters, "epochs": given.epochs, "random_state": given.seed}
    bundle = fit(read_customers(given.table), **options)
    save(bundle, given.to)
    about = bundle.about
    lines = [f"{given.to}: clusters named {', '.join(about['segment_of'])}"]
    if about["without_a_cluster"]:
        lines += [f"no cluster is named {' or '.join(about['without_a_cluster'])}"]
    lines += [f"judged on {about['customers']['held out']} customers that were held out:"]
    lines += [f"    {name} {value:.3f}" for name, value in about["held_out"].items()]
    return "\n".join(lines)


def _predict(given: argparse.Namespace) -> str:
    """Write the segments of the customers of a file, and count them."""
    segments = load(given.bundle).predict(read_customers(given.table))
    write_segments(segments, given.to)
    counts = segments["Segmentation"].value_counts().sort_index()
    return f"{given.to}: " + ", ".join(f"{n} in {name}" for name, n in counts.items()) + "."


if __name__ == "__main__":
    sys.exit(main())
