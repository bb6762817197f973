"""The piece of a lab's first cell that lets the checker's own steps stand in for a student's.

A test of a later function runs it with right earlier steps: `with stand_ins(assign=...)`. So one
slip costs one function's points. A lab takes it in with `# include: stand_ins.py`.
"""

from contextlib import contextmanager


@contextmanager
def stand_ins(**steps):
    """Let these functions stand in for yours, so that a slip costs only its own points."""
    kept = {name: globals()[name] for name in steps if name in globals()}
    globals().update(steps)
    try:
        yield
    finally:
        for name in steps:
            globals().pop(name, None)
        globals().update(kept)
