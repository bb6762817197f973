"""The piece of a deep lab that starts Keras on TensorFlow without the messages it writes then.

nbgrader takes a word on the error stream for a failure, so the start must be silent. A lab takes
it in with `# include: quiet_keras.py`, in a locked cell of its own.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
stderr, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
os.dup2(nowhere, 2)
try:
    import keras
    import tensorflow as tf

    tf.config.list_physical_devices()
    tf.get_logger().setLevel("ERROR")
except ImportError:
    remedy = "in the folder of the course run: uv sync --group labs --group deep"
    raise ImportError(f"This lab needs TensorFlow; {remedy}") from None
finally:
    os.dup2(stderr, 2)
    os.close(stderr)
    os.close(nowhere)
if keras.backend.backend() != "tensorflow":
    raise ImportError("Start the notebook with KERAS_BACKEND=tensorflow.")
