"""Deep clustering against simpler ways, on the 1,797 digits of scikit-learn.

No method sees a label. The labels only judge the result.
"""

import time
from collections.abc import Iterator

import numpy as np
from sklearn.cluster import KMeans
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE

from course_lib.agreement import (
    adjusted_rand_score,
    clustering_accuracy,
    normalized_mutual_info_score,
)
from course_lib.autoencoder import autoencoder, deform_images, jitter_units, train
from course_lib.deep import DEC

SEEDS = (0, 1, 2, 3, 4)


def run() -> dict:
    """Return, for each method, one number a seed."""
    X, y = load_digits(return_X_y=True)
    return measure(X / 16.0, y, hidden=[256, 256], n_latent=10, epochs=400)


def measure(X: np.ndarray, y: np.ndarray, *, seeds: tuple = SEEDS, **options: object) -> dict:
    """Run all methods from each seed, and judge them by the classes y."""
    rows = {}
    for seed in seeds:
        for method, labels, seconds in clusterings(X, len(np.unique(y)), seed, **options):
            row = rows.setdefault(method, {"accuracy": [], "nmi": [], "ari": [], "seconds": []})
            row["accuracy"].append(round(clustering_accuracy(y, labels), 4))
            row["nmi"].append(round(normalized_mutual_info_score(y, labels), 4))
            row["ari"].append(round(adjusted_rand_score(y, labels), 4))
            row["seconds"].append(round(seconds, 1))
            print(
                f"seed {seed}: {method:32} {row['accuracy'][-1]:.4f} {seconds:6.1f} s", flush=True
            )
    rows = [{"method": method, **row} for method, row in rows.items()]
    return {"n_samples": len(X), "seeds": list(seeds), **options, "rows": rows}


def clusterings(
    X: np.ndarray, k: int, seed: int, *, hidden: list[int], n_latent: int, epochs: int
) -> Iterator[tuple[str, np.ndarray, float]]:
    """Yield name, labels and processor seconds (of all cores together) of each method."""
    kmeans = KMeans(k, n_init=20, random_state=seed)
    clock = Clock()
    yield "K-Means on pixels", kmeans.fit_predict(X), clock()
    pca = PCA(n_latent, random_state=seed).fit(X)
    places = pca.transform(X)
    yield "PCA, then K-Means", kmeans.fit_predict(places), clock()
    rng = np.random.RandomState(seed)
    units = jitter_units([pca.transform(deform_images(X, rng)) for _ in range(10)])
    yield "PCA in jitters, then K-Means", kmeans.fit_predict(places @ units), clock()
    places = TSNE(random_state=seed).fit_transform(X)
    yield "t-SNE, then K-Means", kmeans.fit_predict(places), clock()

    model = autoencoder(X.shape[1], hidden, n_latent, random_state=seed)
    options = {"pretrained": model, "random_state": seed}
    untrained = DEC(k, max_rounds=0, **options).fit(X)
    yield "untrained encoder, then K-Means", untrained.start_labels_, clock()
    train(model, X, deform=deform_images, epochs=epochs, random_state=seed)
    pretraining = clock()
    dec = DEC(k, **options).fit(X)
    seconds = pretraining + clock()
    yield "autoencoder, then K-Means", dec.start_labels_, seconds
    yield "DEC in spreads", dec.labels_, seconds
    options["deform"] = deform_images
    dec = DEC(k, **options).fit(X)
    seconds = pretraining + clock()
    yield "autoencoder in jitters, then K-Means", dec.start_labels_, seconds
    yield "DEC", dec.labels_, seconds
    idec = DEC(k, joint_weight=0.1, **options).fit(X)
    yield "IDEC", idec.labels_, pretraining + clock()
    manifold = DEC(k, start="manifold", **options).fit(X)
    seconds = pretraining + clock()
    yield "autoencoder, t-SNE, then K-Means", manifold.start_labels_, seconds
    yield "DEC from that start", manifold.labels_, seconds


class Clock:
    """Tells the processor seconds since it was last asked."""

    def __init__(self):
        self.then = time.process_time()

    def __call__(self) -> float:
        """Return the seconds since the last call, or since the clock was made."""
        before, self.then = self.then, time.process_time()
        return self.then - before
