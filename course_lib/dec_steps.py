"""A stepped figure of DEC: each code leaves a line from where it was to where it is."""

from collections.abc import Iterable

import numpy as np

from course_lib.frames import Frame, Mark, Steps


def dec_steps(rounds: Iterable, *, title: str) -> Steps:
    """Trace deep embedded clustering: one frame for each target.

    A small marker stays where a point's code was at the start. A line leads to where it is now.

    Parameters
    ----------
    rounds : iterable of rounds with the fields codes, centers, shares, labels and changed
        What `course_lib.dec.dec_rounds` yields, with codes of two numbers.
    title : str

    Returns
    -------
    figure : Steps

    Raises
    ------
    ValueError
        If there are no rounds, or the codes are not pairs of numbers.
    """
    rounds = list(rounds)
    if not rounds:
        raise ValueError("there are no rounds to show")
    start = rounds[0].codes
    if start.shape[1] != 2:
        raise ValueError(f"a code has {start.shape[1]} numbers; only codes of two can be drawn")
    frames = []
    for number, now in enumerate(rounds):
        sure = 100 * now.shares.max(axis=1).mean()
        said = f"Start: {len(now.centers)} centers among the codes of {len(start)} points."
        trails = ()
        if number:
            moved = round(now.changed * len(start))
            said = (
                f"After target {number}: {moved or 'no'} label{'' if moved == 1 else 's'} changed."
            )
            pairs = zip(start, now.codes, now.labels, strict=True)
            trails = tuple(Mark("line", np.array([a, b]), int(label)) for a, b, label in pairs)
        said += f" The largest share of a point is {sure:.1f} % on average."
        centers = (Mark("center", c[None, :], j) for j, c in enumerate(now.centers))
        frames.append(Frame(said, now.labels, (*trails, *centers)))
    return Steps(start, frames, title=title)
