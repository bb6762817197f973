"""Figures in a session look as they do in a notebook, though they are drawn once."""

import base64
import io

import matplotlib
import numpy as np
import pytest
from IPython.core.pylabtools import print_figure
from PIL import Image

from grading.shell import picture_of

matplotlib.use("agg")
from matplotlib import pyplot as plt


def labels_over_the_edge():
    figure, axes = plt.subplots(1, 2, figsize=(7, 2))
    for place in axes:
        place.plot([1, 2], [1000, 3000])
        place.set(xlabel="x", ylabel="y", title="t")
    return figure


def legend_outside():
    figure, place = plt.subplots()
    place.plot([1, 2], label="inside")
    place.legend(loc="upper left", bbox_to_anchor=(1, 1))
    return figure


def legend_far_outside():
    figure, place = plt.subplots()
    place.plot([1, 2], label="far " * 20)
    place.legend(loc="upper left", bbox_to_anchor=(1, 1))
    return figure


def odd_size_on_a_dark_ground():
    figure, place = plt.subplots(figsize=(3.33, 2.77), dpi=97, facecolor="0.2")
    place.imshow(np.eye(9))
    return figure


def clear_ground():
    figure, place = plt.subplots(figsize=(3, 2))
    figure.patch.set_alpha(0)
    place.scatter([1, 2, 3], [3, 1, 2], c="k")
    return figure


def lays_itself_out():
    figure, place = plt.subplots(layout="constrained")
    place.set_xlabel("x")
    return figure


def one_color():
    figure = plt.figure(figsize=(2, 1))
    figure.add_axes([0, 0, 1, 1]).axis("off")
    return figure


DRAWN = [
    labels_over_the_edge,
    legend_outside,
    legend_far_outside,
    odd_size_on_a_dark_ground,
    clear_ground,
    lays_itself_out,
    one_color,
]


def inked(picture):
    """The part of a picture that has another color than its corner."""
    image = Image.open(io.BytesIO(base64.b64decode(picture))).convert("RGBA")
    pixels = np.asarray(image) / 255
    places = np.argwhere((np.abs(pixels - pixels[0, 0]) > 0.02).any(axis=2))
    if not len(places):
        return pixels[:1, :1]
    (top, left), (bottom, right) = places.min(axis=0), places.max(axis=0)
    return pixels[top : bottom + 1, left : right + 1]


@pytest.mark.parametrize("drawn", DRAWN)
def test_nothing_is_cut_off(drawn):
    ours, notebooks = inked(picture_of(drawn())), inked(print_figure(drawn(), base64=True))
    plt.close("all")
    assert np.abs(np.subtract(ours.shape, notebooks.shape)).max() <= 2
    rows, columns, _ = np.minimum(ours.shape, notebooks.shape)
    gap = ours[:rows, :columns] - notebooks[:rows, :columns]
    assert np.abs(gap).mean() < 0.04


def test_a_figure_without_axes_has_no_picture():
    assert picture_of(plt.figure()) is print_figure(plt.figure(), base64=True) is None
    plt.close("all")


def test_a_figure_that_would_take_all_memory_has_no_picture():
    figure, axis = plt.subplots(figsize=(300, 300), dpi=100)
    axis.plot([1, 2], [3, 4])
    assert picture_of(figure) is None
    plt.close("all")
