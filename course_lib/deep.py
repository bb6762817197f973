"""Deep clustering: an autoencoder, a start among its codes, and the loop that bends both.

The functions live in `course_lib.autoencoder` and `course_lib.dec`; this is the door to them.
"""

from collections.abc import Iterator
from numbers import Integral, Real

import numpy as np
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.manifold import TSNE
from sklearn.utils import check_random_state, check_scalar
from sklearn.utils.validation import check_is_fitted, validate_data

from course_lib.arguments import check_enough
from course_lib.autoencoder import (
    autoencoder,
    encode,
    measure_in_jitters,
    measure_in_spreads,
    train,
)
from course_lib.backend import keras
from course_lib.dec import (
    Round,
    SoftAssignment,
    clustering_loss,
    dec_rounds,
    soft_assignment,
    target_distribution,
)
from course_lib.kmeans import KMeans, update

__all__ = [
    "DEC",
    "Round",
    "SoftAssignment",
    "autoencoder",
    "clustering_loss",
    "dec_rounds",
    "encode",
    "manifold_labels",
    "soft_assignment",
    "target_distribution",
    "train",
]


def manifold_labels(
    codes: np.ndarray, n_clusters: int, random_state: int | np.random.RandomState | None = None
) -> np.ndarray:
    """Cluster codes where neighbors stay neighbors: K-Means on a t-SNE map of them.

    Parameters
    ----------
    codes : array of shape (n_samples, n_latent)
    n_clusters : int
    random_state : int, RandomState or None

    Returns
    -------
    labels : int array of shape (n_samples,)
    """
    rng = check_random_state(random_state)
    perplexity = min(30.0, (len(codes) - 1) / 3)
    places = TSNE(perplexity=perplexity, random_state=rng).fit_transform(codes)
    return KMeans(n_clusters, n_init=20, random_state=rng).fit_predict(places)


class DEC(ClusterMixin, BaseEstimator):
    """Deep embedded clustering: an autoencoder's code, clustered, then bent to the clusters.

    Parameters
    ----------
    n_clusters : int
    hidden : sequence of int
        Units of the encoder's hidden layers; the decoder mirrors them.
    n_latent : int
        Numbers in the code.
    start : "kmeans" or "manifold"
        What draws the first centers: K-Means on the codes, or `manifold_labels` of them.
    joint_weight : float or None
        None is DEC, which forgets the decoder after pretraining. A number is IDEC: the decoder
        stays, and the clustering loss has this weight beside the error of the restored points.
    deform : function or None
        `deform(X, rng)` for pretraining, see `course_lib.autoencoder.train`, and, where K-Means
        draws the start, for the unit of the code: see `measure_in_jitters` there.
    pretrained : keras.Model or None
        From `course_lib.autoencoder.autoencoder`, trained or not. A copy of it replaces building
        and pretraining.
    pretrain_epochs : int
    spread : float
        Standard deviation of the code when clustering begins.
    alpha : float
        Degrees of freedom of the shares.
    learning_rate : float
        While clustering.
    update_interval, max_rounds, tol, batch_size
        See `dec_rounds`.
    random_state : int, RandomState or None

    Attributes
    ----------
    labels_ : int array of shape (n_samples,)
    start_labels_ : int array of shape (n_samples,)
        The clusters before DEC moved anything.
    embedding_ : float array of shape (n_samples, n_latent)
        The codes at the end.
    cluster_centers_ : float array of shape (n_clusters, n_latent)
        Among the codes.
    model_ : keras.Model
        From points to "codes" and "shares". `model_.save("clusters.keras")` keeps it.
    autoencoder_ : keras.Model
        Its encoder is that of `model_`.
    n_iter_ : int
        Targets followed.

    Notes
    -----
    The same `random_state` gives the same labels on the same machine; no global seed is touched.

    Examples
    --------
    >>> X = np.vstack([np.random.RandomState(0).normal(at, 0.1, (30, 4)) for at in (0.0, 1.0)])
    >>> model = DEC(2, hidden=(8,), n_latent=2, pretrain_epochs=20, random_state=0).fit(X)
    >>> len(set(model.labels_[:30])), len(set(model.labels_[30:])), len(set(model.predict(X)))
    (1, 1, 2)
    """

    def __init__(
        self,
        n_clusters=10,
        *,
        hidden=(256, 256),
        n_latent=10,
        start="kmeans",
        joint_weight=None,
        deform=None,
        pretrained=None,
        pretrain_epochs=400,
        spread=3.0,
        alpha=1.0,
        learning_rate=3e-4,
        update_interval=7,
        max_rounds=30,
        tol=1e-3,
        batch_size=256,
        random_state=None,
    ):
        self.n_clusters = n_clusters
        self.hidden = hidden
        self.n_latent = n_latent
        self.start = start
        self.joint_weight = joint_weight
        self.deform = deform
        self.pretrained = pretrained
        self.pretrain_epochs = pretrain_epochs
        self.spread = spread
        self.alpha = alpha
        self.learning_rate = learning_rate
        self.update_interval = update_interval
        self.max_rounds = max_rounds
        self.tol = tol
        self.batch_size = batch_size
        self.random_state = random_state

    def fit(self, X: np.ndarray, y: object = None) -> "DEC":
        """Learn codes and clusters.

        Parameters
        ----------
        X : array of shape (n_samples, n_features)
        y : ignored

        Returns
        -------
        self : DEC

        Raises
        ------
        ValueError
            If `X` or a parameter is out of range, or there are more clusters than points.
        """
        for _ in self.rounds(X):
            pass
        return self

    def rounds(self, X: np.ndarray) -> Iterator[Round]:
        """Fit, and tell each round on the way: what `fit` does, for those who want to watch.

        Parameters
        ----------
        X : array of shape (n_samples, n_features)

        Yields
        ------
        round : Round
            As `course_lib.dec.dec_rounds` tells it.
        """
        X = validate_data(self, X, dtype=np.float32)
        self._check(len(X))
        rng = check_random_state(self.random_state)
        self.autoencoder_ = self._pretrain(X, rng)
        if self.deform is not None and self.start == "kmeans":
            measure_in_jitters(self.autoencoder_, X, self.deform, random_state=rng)
        measure_in_spreads(self.autoencoder_, X, self.spread)
        encoder = self.autoencoder_.get_layer("encoder")
        codes = encode(self.autoencoder_, X)
        if self.start == "manifold":
            self.start_labels_ = manifold_labels(codes, self.n_clusters, rng)
        else:
            kmeans = KMeans(self.n_clusters, n_init=20, random_state=rng)
            self.start_labels_ = kmeans.fit_predict(codes)
        assigner = SoftAssignment(self.n_clusters, self.alpha, name="shares")
        points = keras.Input((X.shape[1],))
        outputs = encoder(points)
        self.model_ = keras.Model(points, {"codes": outputs, "shares": assigner(outputs)})
        nowhere = np.zeros((self.n_clusters, codes.shape[1]))
        assigner.centers.assign(update(codes, self.start_labels_, nowhere))
        options = ("joint_weight", "learning_rate", "update_interval", "max_rounds", "tol")
        rounds = dec_rounds(
            X,
            encoder,
            assigner,
            decoder=self.autoencoder_.get_layer("decoder"),
            batch_size=self.batch_size,
            random_state=rng,
            **{name: getattr(self, name) for name in options},
        )
        for self.n_iter_, now in enumerate(rounds):
            self.labels_, self.embedding_ = now.labels, now.codes
            self.cluster_centers_ = now.centers
            yield now

    def _pretrain(self, X: np.ndarray, rng: np.random.RandomState) -> keras.Model:
        if self.pretrained is not None:
            model = keras.models.clone_model(self.pretrained)
            model.set_weights(self.pretrained.get_weights())
            return model
        model = autoencoder(X.shape[1], self.hidden, self.n_latent, random_state=rng)
        options = {"epochs": self.pretrain_epochs, "batch_size": self.batch_size}
        train(model, X, deform=self.deform, random_state=rng, **options)
        return model

    def _check(self, n_samples: int) -> None:
        check_enough(n_samples, self.n_clusters)
        for name in ("n_latent", "pretrain_epochs", "update_interval", "batch_size"):
            check_scalar(getattr(self, name), name, Integral, min_val=1)
        check_scalar(self.max_rounds, "max_rounds", Integral, min_val=0)
        for name in ("spread", "alpha", "learning_rate"):
            check_scalar(getattr(self, name), name, Real, min_val=0, include_boundaries="neither")
        check_scalar(self.tol, "tol", Real, min_val=0)
        if self.joint_weight is not None:
            check_scalar(self.joint_weight, "joint_weight", Real, min_val=0)
        if self.start not in ("kmeans", "manifold"):
            raise ValueError(f"start={self.start!r} is unknown; use 'kmeans' or 'manifold'.")

    def predict_proba(self, X: np.ndarray) -> np.ndarray:
        """Return the share of each cluster in each point, also in points never seen.

        Parameters
        ----------
        X : array of shape (n_samples, n_features)

        Returns
        -------
        shares : float array of shape (n_samples, n_clusters)
        """
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float32, reset=False)
        return np.asarray(self.model_(X)["shares"])

    def predict(self, X: np.ndarray) -> np.ndarray:
        """Return the cluster with the largest share in each point.

        Parameters
        ----------
        X : array of shape (n_samples, n_features)

        Returns
        -------
        labels : int array of shape (n_samples,)
        """
        return self.predict_proba(X).argmax(axis=1)
