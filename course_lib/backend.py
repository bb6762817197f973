"""Keras on TensorFlow, without the messages that TensorFlow writes while it starts.

Nothing else in the library imports TensorFlow, so everything but deep clustering works without it.
Importing it takes seconds. Write ``from course_lib.backend import keras, tf``.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def silent_stderr() -> Iterator[None]:
    """Send what compiled code writes to the error stream nowhere, as long as the block runs.

    Examples
    --------
    >>> with silent_stderr():
    ...     _ = os.write(2, b"not seen")
    """
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # warnings and worse, once it has started
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
try:
    # Its search for a graphics card writes to the stream itself, whatever the level.
    with silent_stderr():
        import keras
        import tensorflow as tf

        tf.config.list_physical_devices()
        tf.get_logger().setLevel("ERROR")  # else it calls two small trainings in a row wasteful
except ImportError as error:
    raise ImportError(
        "Deep clustering needs TensorFlow. It is in the dependency group `deep`: "
        "install it with `uv sync --group deep`."
    ) from error
if keras.backend.backend() != "tensorflow":
    raise ImportError(
        f"Keras runs on {keras.backend.backend()!r} here; this library needs TensorFlow. Start "
        "Python with the environment variable KERAS_BACKEND=tensorflow."
    )
