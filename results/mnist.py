"""The same methods as for the small digits, on the 10,000 test images of MNIST.

One seed and fewer epochs: this takes minutes, where the small digits take seconds. No method sees
a label.
"""

from course_lib.real_data import mnist_test
from results.digits import measure


def run() -> dict:
    """Return, for each method, one number a seed.

    Returns
    -------
    tables : dict
        As `results.digits.measure` returns it.
    """
    images, labels = mnist_test()
    X = (images.reshape(len(images), -1) / 255.0).astype("float32")
    return measure(X, labels, seeds=(0,), hidden=[256, 256], n_latent=10, epochs=60)
