"""Pictures made of pixels, as figures of the course; `plotting` draws everything else."""

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure

from course_lib.drawing import STYLE, Drawing


@rc_context(STYLE)
def picture(image: np.ndarray, *, alt: str, title: str | None = None) -> Drawing:
    """Draw an image with square pixels and no axes.

    Parameters
    ----------
    image : uint8 array of shape (height, width, 3) or (height, width)
        Red, green and blue from 0 to 255; with two axes, gray from 0 to 255.
    alt : str
        What the picture shows, in words.
    title : str, optional

    Returns
    -------
    drawing : Drawing

    Raises
    ------
    ValueError
        If the image has another shape, or values that are not whole numbers from 0 to 255.

    Examples
    --------
    >>> picture(np.array([[0, 255]], dtype=np.uint8), alt="A black and a white pixel.")
    A black and a white pixel.
    """
    image = np.asarray(image)
    if image.ndim not in (2, 3) or image.shape[2:] not in ((), (3,)) or image.size == 0:
        raise ValueError(
            f"image has shape {image.shape}, but a picture has (height, width) or "
            "(height, width, 3): drop an alpha channel with image[..., :3]"
        )
    if image.dtype != np.uint8:
        raise ValueError(
            f"image has dtype {image.dtype}, not uint8: round first, as in "
            "np.rint(image).astype(np.uint8)"
        )
    height, width = image.shape[:2]
    figure = Figure(figsize=(4.8, 4.8 * height / width + 0.3 * bool(title)), layout="constrained")
    ax = figure.add_subplot()
    # "none" keeps the pixels as they are: the page enlarges them, and no color is mixed.
    ax.imshow(image, cmap="gray", vmin=0, vmax=255, interpolation="none")
    ax.set_axis_off()
    if title:
        ax.set_title(title, loc="left")
    return Drawing(figure, alt)
