"""DEC in two formulas and a loop: soft shares, a sharper target, a network that follows it.

`soft_assignment` and `target_distribution` are the idea, `clustering_loss` says how far apart the
two are, and `dec_rounds` lowers it. The estimator is `course_lib.deep.DEC`.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from sklearn.utils import check_random_state

from course_lib.autoencoder import batches, descend
from course_lib.backend import keras, tf


def soft_assignment(Z: np.ndarray, centers: np.ndarray, alpha: float = 1.0) -> np.ndarray:
    """Return the share of each cluster in each point: a Student t kernel, each row summing to 1.

    Parameters
    ----------
    Z : array or tensor of shape (n_samples, n_latent)
        The codes.
    centers : array or tensor of shape (n_clusters, n_latent)
    alpha : float
        Degrees of freedom. Larger values forget far centers sooner.

    Returns
    -------
    Q : array or tensor of shape (n_samples, n_clusters)
        An array from arrays. From tensors a tensor, through which gradients flow.

    References
    ----------
    Xie, Girshick and Farhadi, Unsupervised deep embedding for clustering analysis, ICML 2016,
    equation 1.

    Examples
    --------
    >>> soft_assignment(np.array([[0.0], [1.0]]), np.array([[0.0], [2.0]]))
    array([[0.83333333, 0.16666667],
           [0.5       , 0.5       ]])
    """
    xp = np if isinstance(Z, np.ndarray) else keras.ops
    squares = xp.sum((xp.expand_dims(Z, 1) - xp.expand_dims(centers, 0)) ** 2, axis=2)
    kernel = (1.0 + squares / alpha) ** (-(alpha + 1.0) / 2.0)
    return kernel / xp.sum(kernel, axis=1, keepdims=True)


def target_distribution(Q: np.ndarray) -> np.ndarray:
    """Return the shares that the network should have: squared, so that the sure gets surer.

    Parameters
    ----------
    Q : array or tensor of shape (n_samples, n_clusters)
        Rows sum to 1.

    Returns
    -------
    P : array or tensor of shape (n_samples, n_clusters)
        Rows sum to 1. Each column was divided by the sum of its shares, so that a large cluster
        does not swallow the small ones.

    References
    ----------
    Xie, Girshick and Farhadi, equation 3.

    Examples
    --------
    >>> target_distribution(np.array([[0.75, 0.25], [0.5, 0.5]]))
    array([[0.84375, 0.15625],
           [0.375  , 0.625  ]])
    """
    xp = np if isinstance(Q, np.ndarray) else keras.ops
    weights = Q**2 / xp.sum(Q, axis=0)
    return weights / xp.sum(weights, axis=1, keepdims=True)


def clustering_loss(P: np.ndarray, Q: np.ndarray) -> float:
    """Return how far the shares are from their target: KL(P || Q), summed over all points.

    Parameters
    ----------
    P, Q : arrays or tensors of shape (n_samples, n_clusters)
        Positive; rows sum to 1.

    Returns
    -------
    loss : float, or a tensor of no dimensions
        0 where P equals Q, and positive elsewhere.

    References
    ----------
    Xie, Girshick and Farhadi, equation 2.

    Examples
    --------
    >>> round(float(clustering_loss(np.array([[0.5, 0.5]]), np.array([[0.25, 0.75]]))), 4)
    0.1438
    """
    xp = np if isinstance(P, np.ndarray) else keras.ops
    return xp.sum(P * xp.log(P / Q))


@keras.saving.register_keras_serializable("course_lib")
class SoftAssignment(keras.layers.Layer):
    """A layer with one weight, the centers; it turns codes into shares."""

    def __init__(self, n_clusters: int, alpha: float = 1.0, **options):
        super().__init__(**options)
        self.n_clusters = n_clusters
        self.alpha = alpha

    def build(self, input_shape: tuple) -> None:
        """Make room for the centers."""
        self.centers = self.add_weight((self.n_clusters, input_shape[-1]), "zeros", name="centers")

    def call(self, codes: tf.Tensor) -> tf.Tensor:
        """Return the shares."""
        return soft_assignment(codes, self.centers, self.alpha)

    def get_config(self) -> dict:
        """Tell what a saved file needs to build the layer again."""
        return {**super().get_config(), "n_clusters": self.n_clusters, "alpha": self.alpha}


class Round(NamedTuple):
    """What DEC knows when it sets a new target."""

    codes: np.ndarray
    centers: np.ndarray
    shares: np.ndarray
    target: np.ndarray
    labels: np.ndarray
    changed: float


def dec_rounds(
    X: np.ndarray,
    encoder: keras.Model,
    assigner: SoftAssignment,
    *,
    decoder: keras.Model | None = None,
    joint_weight: float | None = None,
    learning_rate: float = 3e-4,
    update_interval: int = 7,
    max_rounds: int = 30,
    tol: float = 1e-3,
    batch_size: int = 256,
    random_state: int | np.random.RandomState | None = None,
) -> Iterator[Round]:
    """Tell DEC round by round: compute the shares, set a target, follow it for some epochs.

    Parameters
    ----------
    X : float32 array of shape (n_samples, n_features)
    encoder : keras.Model
        Changed in place, like `assigner`.
    assigner : SoftAssignment
        Holds the centers.
    decoder : keras.Model, optional
        Needed for, and moved by, the joint loss.
    joint_weight : float, optional
        None follows the target alone: DEC. A number makes the loss *error of the restored points
        + joint_weight x clustering loss*: IDEC.
    learning_rate : float
        Of Adam.
    update_interval : int
        Epochs from one target to the next.
    max_rounds : int
        Most targets to follow.
    tol : float
        Stop when a smaller share of the labels than this has changed since the last target.
    batch_size : int
    random_state : int, RandomState or None
        Draws the batches.

    Yields
    ------
    round : Round
        At each new target, and at the end. `changed` is 1 at first.

    References
    ----------
    Xie, Girshick and Farhadi (2016) for DEC; Guo, Gao, Liu and Yin, Improved deep embedded
    clustering with local structure preservation, IJCAI 2017, for IDEC.
    """
    rng = check_random_state(random_state)
    joint = joint_weight is not None
    parts = [encoder, assigner, decoder] if joint else [encoder, assigner]
    variables = [variable for part in parts for variable in part.trainable_variables]

    def loss(x: tf.Tensor, p: tf.Tensor) -> tf.Tensor:
        codes = encoder(x)
        # Rows of a target sum to 1, so its sum is the number of points.
        clustering = clustering_loss(p, assigner(codes)) / keras.ops.sum(p)
        if not joint:
            return clustering
        return keras.ops.mean(keras.ops.square(decoder(codes) - x)) + joint_weight * clustering

    step, before = descend(loss, variables, learning_rate), None
    for number in range(max_rounds + 1):
        codes = np.asarray(encoder(X))
        centers = assigner.centers.numpy()
        shares = soft_assignment(codes, centers, assigner.alpha)
        labels, target = shares.argmax(axis=1), target_distribution(shares)
        changed = 1.0 if before is None else float(np.mean(labels != before))
        yield Round(codes, centers, shares, target, labels, changed)
        if changed < tol or number == max_rounds:
            return
        before = labels
        for _ in range(update_interval):
            for rows in batches(len(X), batch_size, rng):
                step(tf.constant(X[rows]), tf.constant(target[rows]))
