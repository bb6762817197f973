"""The piece of a lab's first cell that keeps withheld libraries out of an answer's reach.

Written once, here; the text of a lab takes it in with the line `# include: own_work.py`, and sets
WITHHELD after it to a tuple of module names.
"""

import sys
import types
import warnings
from contextlib import contextmanager

import numpy as np


def withheld(*modules):
    """Those of the modules that are withheld, or part of one that is."""
    roots = tuple(f"{name}." for name in WITHHELD)
    return [module for module in modules if f"{module}.".startswith(roots)]


def names_in(code):
    """All names that a function mentions, its inner functions included."""
    inner = [names_in(part) for part in code.co_consts if isinstance(part, types.CodeType)]
    return set(code.co_names).union(*inner)


def refuse_borrowed(function, seen):
    """Follow a function, and the functions of yours that it calls, to withheld libraries."""
    home = getattr(function, "__module__", None)
    if isinstance(home, str) and withheld(home):
        name = getattr(function, "__name__", type(function).__name__)
        raise AssertionError(f"`{name}` comes from {home}, which is withheld here.")
    if not isinstance(function, types.FunctionType) or function in seen:
        return
    seen.add(function)
    for name in sorted(names_in(function.__code__) & set(function.__globals__)):
        value = function.__globals__[name]
        module = isinstance(value, types.ModuleType)
        home = value.__name__ if module else getattr(value, "__module__", None)
        if isinstance(home, str) and withheld(home):
            raise AssertionError(f"`{name}` comes from {home}, which is withheld here.")
        if getattr(value, "__globals__", None) is function.__globals__:
            refuse_borrowed(value, seen)


@contextmanager
def own_work(*functions):
    """Run checks with the withheld libraries out of reach. Warnings cost no points."""
    seen = set()
    for function in functions:
        refuse_borrowed(function, seen)
    packages = {name: sys.modules.get(name.rpartition(".")[0]) for name in WITHHELD}
    parts = {name: name.rpartition(".")[2] for name in WITHHELD}
    hidden = {name: vars(package).pop(parts[name]) for name, package in packages.items() if package and parts[name] in vars(package)}
    kept = {name: sys.modules[name] for name in withheld(*sys.modules)}
    blocked = [*WITHHELD, *kept]
    sys.modules.update(dict.fromkeys(blocked))  # where None stands, `import` fails
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except ModuleNotFoundError as error:
        if withheld(error.name or ""):
            message = f"`{error.name}` is withheld here: write the step yourself."
            raise AssertionError(message) from None
        raise
    finally:
        for name in blocked:
            sys.modules.pop(name, None)
        sys.modules.update(kept)
        for name, module in hidden.items():
            setattr(packages[name], parts[name], module)
