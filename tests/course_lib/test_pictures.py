"""A picture in a page has exactly the pixels that it was given."""

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image

from course_lib.pictures import picture


def embedded(drawing):
    (data,) = re.findall(r'href="data:image/png;base64,([^"]+)"', drawing.svg())
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB"))


@pytest.mark.parametrize("shape", [(3, 5, 3), (1, 1, 3), (40, 7, 3)])
def test_no_color_is_lost_or_made(shape):
    image = np.random.default_rng(0).integers(0, 256, shape).astype(np.uint8)
    shown = embedded(picture(image, alt="Random pixels."))
    np.testing.assert_array_equal(shown, image)


def test_gray_is_shown_from_black_to_white():
    image = np.array([[0, 100], [200, 255]], dtype=np.uint8)
    shown = embedded(picture(image, alt="Four grays."))
    np.testing.assert_array_equal(shown, np.repeat(image[..., None], 3, axis=2))


def test_the_words_are_in_the_page():
    drawing = picture(np.zeros((2, 2), np.uint8), alt="All black.", title="Night")
    assert 'aria-label="All black."' in drawing.svg()
    assert repr(drawing) == "All black."


@pytest.mark.parametrize(
    ("image", "message"),
    [
        (np.zeros((2, 2, 4), np.uint8), "alpha"),
        (np.zeros(5, np.uint8), r"shape \(5,\)"),
        (np.zeros((0, 3, 3), np.uint8), r"shape \(0, 3, 3\)"),
        (np.zeros((2, 2, 3)), "rint"),
    ],
)
def test_what_is_no_picture(image, message):
    with pytest.raises(ValueError, match=message):
        picture(image, alt="Nothing.")


def test_silence_is_refused():
    with pytest.raises(ValueError, match="alt"):
        picture(np.zeros((2, 2), np.uint8), alt=" ")
