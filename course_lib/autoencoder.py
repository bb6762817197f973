"""An autoencoder: squeeze each point through a narrow code, and learn to restore it.

`autoencoder` builds the two networks, `train` teaches them, `descend` is the one step that all
training of the course repeats. Every random number comes from `random_state`: no global seed is
read or set.
"""

from collections.abc import Callable, Sequence

import numpy as np
from sklearn.utils import check_random_state

from course_lib.backend import keras, tf


def autoencoder(
    n_features: int,
    hidden: Sequence[int] = (256, 256),
    n_latent: int = 10,
    *,
    dropout: float = 0.0,
    code_activation: str = "linear",
    random_state: int | np.random.RandomState | None = None,
) -> keras.Model:
    """Build an encoder and its mirror image, a decoder.

    Parameters
    ----------
    n_features : int
    hidden : sequence of int
        Units of the encoder's hidden layers, from the input inwards. They use ReLU.
    n_latent : int
        Numbers in the code.
    dropout : float
        Share of hidden units that each training step switches off.
    code_activation : str
        "linear" lets the code take any value. "relu" cuts off its negative half.
    random_state : int, RandomState or None
        Draws the weights, and what dropout switches off.

    Returns
    -------
    model : keras.Model
        Its layers "encoder" and "decoder" are networks of their own.

    Examples
    --------
    >>> model = autoencoder(9, (16, 12), 8, dropout=0.2, random_state=0)
    >>> model.count_params()
    937
    """
    rng = check_random_state(random_state)

    def network(name: str, sizes: Sequence[int], last: str) -> keras.Model:
        layers = [keras.Input((sizes[0],))]
        for units in sizes[1:-1]:
            layers.append(dense(units, "relu"))
            if dropout:
                layers.append(keras.layers.Dropout(dropout, seed=rng.randint(2**31)))
        return keras.Sequential([*layers, dense(sizes[-1], last)], name=name)

    def dense(units: int, activation: str) -> keras.layers.Layer:
        start = keras.initializers.GlorotUniform(seed=rng.randint(2**31))
        return keras.layers.Dense(units, activation, kernel_initializer=start)

    encoder = network("encoder", [n_features, *hidden, n_latent], code_activation)
    decoder = network("decoder", [n_latent, *hidden[::-1], n_features], "linear")
    return keras.Sequential([keras.Input((n_features,)), encoder, decoder], name="autoencoder")


def descend(
    loss: Callable, variables: Sequence[keras.Variable], learning_rate: object
) -> Callable[..., tf.Tensor]:
    """Return a function that takes a batch, moves the variables one step downhill, tells the loss.

    Parameters
    ----------
    loss : function
        From the tensors of a batch to one number.
    variables : sequence of keras.Variable
        What may move.
    learning_rate : float or keras.optimizers.schedules.LearningRateSchedule

    Returns
    -------
    step : function

    Examples
    --------
    >>> w = keras.Variable(3.0)
    >>> step = descend(lambda x: (w - x) ** 2, [w], learning_rate=1.0)
    >>> float(step(tf.constant(1.0))), round(float(w), 4)
    (4.0, 2.0)
    """
    optimizer = keras.optimizers.Adam(learning_rate)
    optimizer.build(variables)

    @tf.function(reduce_retracing=True)
    def step(*batch: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            value = loss(*batch)
        optimizer.apply(tape.gradient(value, variables), variables)
        return value

    return step


def train(
    model: keras.Model,
    X: np.ndarray,
    *,
    deform: Callable | None = None,
    epochs: int = 400,
    batch_size: int = 256,
    learning_rate: float = 1e-3,
    random_state: int | np.random.RandomState | None = None,
) -> list[float]:
    """Teach an autoencoder to restore the points, each from itself or from a deformed copy.

    Parameters
    ----------
    model : keras.Model
        From `autoencoder`; changed in place.
    X : array of shape (n_samples, n_features)
    deform : function, optional
        `deform(X, rng)` returns a copy of all points, each changed in a way that must not matter.
        Every epoch restores the *unchanged* points from fresh copies.
    epochs : int
        Times that each point is looked at.
    batch_size : int
    learning_rate : float
        Of Adam, at the start; it falls to zero along half a cosine.
    random_state : int, RandomState or None
        Draws the batches and goes to `deform`.

    Returns
    -------
    losses : list of float
        The mean squared error over each epoch.

    Examples
    --------
    >>> X = np.random.RandomState(0).normal(size=(100, 1)) * [1.0, 2.0, -1.0]
    >>> model = autoencoder(3, (8,), 1, random_state=0)
    >>> losses = train(model, X, epochs=100, learning_rate=0.01, random_state=0)
    >>> losses[-1] < 0.1 * losses[0]
    True
    """
    rng = check_random_state(random_state)
    X = np.asarray(X, dtype=np.float32)
    n_batches = -(-len(X) // batch_size)
    falling = keras.optimizers.schedules.CosineDecay(learning_rate, epochs * n_batches)

    def error(given: tf.Tensor, wanted: tf.Tensor) -> tf.Tensor:
        return keras.ops.mean(keras.ops.square(model(given, training=True) - wanted))

    step, losses = descend(error, model.trainable_variables, falling), []
    for _ in range(epochs):
        given = X if deform is None else np.asarray(deform(X, rng), dtype=np.float32)
        shares = [
            float(step(tf.constant(given[rows]), tf.constant(X[rows]))) * len(rows) / len(X)
            for rows in batches(len(X), batch_size, rng)
        ]
        losses.append(sum(shares))
    return losses


def batches(n_samples: int, batch_size: int, rng: np.random.RandomState) -> list[np.ndarray]:
    """Deal all rows out at random into batches.

    Examples
    --------
    >>> [len(rows) for rows in batches(5, 2, np.random.RandomState(0))]
    [2, 2, 1]
    """
    order = rng.permutation(n_samples)
    return [order[start : start + batch_size] for start in range(0, n_samples, batch_size)]


def measure_in_spreads(model: keras.Model, X: np.ndarray, spread: float) -> None:
    """Rescale the code so that its standard deviation over X is `spread`; X is restored as before.

    The code of an autoencoder has no unit: the decoder can undo any factor. A distance inside
    1 + |z - c|^2 needs one.

    Parameters
    ----------
    model : keras.Model
        From `autoencoder` with a linear code; changed in place.
    X : array of shape (n_samples, n_features)
    spread : float
        Over all numbers of the code together.

    Examples
    --------
    >>> X = np.random.RandomState(0).normal(size=(100, 4))
    >>> model = autoencoder(4, (8,), 2, random_state=0)
    >>> measure_in_spreads(model, X, 3.0)
    >>> round(float(np.std(encode(model, X))), 4)
    3.0
    """
    codes = encode(model, X)
    _recode(model, spread / np.std(codes) * np.eye(codes.shape[1]))


def measure_in_jitters(
    model: keras.Model,
    X: np.ndarray,
    deform: Callable,
    n_copies: int = 10,
    random_state: int | np.random.RandomState | None = None,
) -> None:
    """Turn and stretch the code so that deforming a point jitters it alike in all directions.

    A direction in which a code moves much though nothing that matters has changed is worth little.

    Parameters
    ----------
    model : keras.Model
        From `autoencoder` with a linear code; changed in place. X is restored as before.
    X : array of shape (n_samples, n_features)
    deform : function
        As in `train`.
    n_copies : int
        Of each point, to see how its code jitters.
    random_state : int, RandomState or None
        Goes to `deform`.

    Notes
    -----
    Afterwards the codes of the copies of a point have the identity as covariance, on average over
    the points. Classes are not asked for: this is a discriminant analysis in which each point and
    its copies are a class.

    Examples
    --------
    >>> X = np.random.RandomState(0).normal(size=(100, 4))
    >>> def louder(X, rng):
    ...     return X * rng.uniform(0.5, 1.5, (len(X), 1))
    >>> model = autoencoder(4, (8,), 2, random_state=0)
    >>> before = np.asarray(model(X))
    >>> measure_in_jitters(model, X, louder, random_state=0)
    >>> np.abs(np.asarray(model(X)) - before).max() < 1e-4
    np.True_
    """
    rng = check_random_state(random_state)
    _recode(model, jitter_units([encode(model, deform(X, rng)) for _ in range(n_copies)]))


def jitter_units(copies: Sequence[np.ndarray]) -> np.ndarray:
    """Return the matrix after which copies of a point jitter alike in all directions.

    Parameters
    ----------
    copies : sequence of at least two arrays of shape (n_samples, n_features)
        The same points in the same order, each time deformed anew.

    Returns
    -------
    units : float array of shape (n_features, n_features)
        For points in rows: `X @ units`.

    Examples
    --------
    >>> one, other = [[0.0, 0.0], [5.0, 5.0]], [[0.0, 4.0], [6.0, 5.0]]
    >>> jitter_units([one, other]).round(6)
    array([[2.  , 0.  ],
           [0.  , 0.5]])
    """
    copies = np.asarray(copies, dtype=float)
    n_copies, n_samples, n_features = copies.shape
    jitters = (copies - copies.mean(axis=0)).reshape(-1, n_features)
    covariance = jitters.T @ jitters / (n_samples * (n_copies - 1))
    # A direction that never jitters would be worth infinitely much.
    floor = 1e-9 * np.trace(covariance) + np.finfo(float).tiny
    return np.linalg.inv(np.linalg.cholesky(covariance + floor * np.eye(n_features))).T


def _recode(model: keras.Model, change: np.ndarray) -> None:
    """Multiply all codes by a matrix, and let the decoder undo it."""
    last, first = model.get_layer("encoder").layers[-1], model.get_layer("decoder").layers[0]
    last.set_weights([weight @ change for weight in last.get_weights()])
    kernel, bias = first.get_weights()
    first.set_weights([np.linalg.solve(change, kernel), bias])


def encode(model: keras.Model, X: np.ndarray) -> np.ndarray:
    """Return the codes of the points.

    Parameters
    ----------
    model : keras.Model
        From `autoencoder`.
    X : array of shape (n_samples, n_features)

    Returns
    -------
    codes : float array of shape (n_samples, n_latent)
    """
    return np.asarray(model.get_layer("encoder")(np.asarray(X, dtype=np.float32)))


def deform_images(
    X: np.ndarray, random_state: int | np.random.RandomState | None = None
) -> np.ndarray:
    """Turn, stretch, shear and shift every image a little: the same digit, other pixels.

    Parameters
    ----------
    X : array of shape (n_samples, side * side)
        Square images, one a row.
    random_state : int, RandomState or None

    Returns
    -------
    copies : float array of shape (n_samples, side * side)
        Turned by up to 20 degrees, stretched by up to 15 %, shifted by up to an eighth of a side.

    Notes
    -----
    One map does all four, so each copy is resampled once. Four in a row would blur it four times.

    Examples
    --------
    >>> deform_images(np.eye(2, 64), random_state=0).shape
    (2, 64)
    """
    rng = check_random_state(random_state)
    side = round(np.sqrt(X.shape[1]))

    def drawn(most: float, *shape: int) -> np.ndarray:
        return rng.uniform(-most, most, (len(X), *shape))

    angle = drawn(np.deg2rad(20))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    stretch = np.eye(2) * (1 + drawn(0.15, 1, 1))
    stretch[:, 0, 1] = drawn(0.1)
    maps = np.zeros((len(X), 8), dtype=np.float32)  # two rows of the map, then no perspective
    rows = np.concatenate([turn.transpose(2, 0, 1) @ stretch, np.zeros((len(X), 2, 1))], axis=2)
    middle = np.full(2, (side - 1) / 2)
    rows[:, :, 2] = middle - rows[:, :, :2] @ middle + drawn(side / 8, 2)
    maps[:, :6] = rows.reshape(len(X), 6)
    images = np.asarray(X, dtype=np.float32).reshape(-1, side, side, 1)
    copies = keras.ops.image.affine_transform(
        images, maps, "bilinear", "constant", data_format="channels_last"
    )
    return np.asarray(copies).reshape(X.shape)
