"""The piece of a lab's first cell for tests that call an answer thousands of times.

Written once, here; the text of a lab takes it in with the line `# include: repeated.py`.
"""


def repeated(function, times, *args):
    """What so many calls with the same arguments return; a generator among these goes on."""
    at_once = getattr(type(function), "repeated", None)  # where a grader holds it elsewhere
    return at_once(function, times, *args) if at_once else [function(*args) for _ in range(times)]
