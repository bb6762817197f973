"""Keep the libraries that a lab withholds out of an answer's reach while it is being tested."""

import sys
import types
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def below(modules: Iterable[str], roots: list[str]) -> list[str]:
    """Return those of the modules that are one of the roots or a part of one."""
    starts = tuple(f"{root}." for root in roots)
    return [module for module in modules if f"{module}.".startswith(starts)]


def refuse_borrowed(function: Any, roots: list[str], seen: set[int]) -> None:
    """Follow a function, its defaults and what it encloses, to withheld libraries."""
    home = getattr(function, "__module__", None)
    if isinstance(home, str) and below([home], roots):
        name = getattr(function, "__name__", type(function).__name__)
        raise AssertionError(f"`{name}` comes from {home}, which is withheld here.")
    function = getattr(function, "__func__", function)
    if not isinstance(function, types.FunctionType) or id(function) in seen:
        return
    seen.add(id(function))
    used = names_in(function.__code__) & set(function.__globals__)
    found = [(name, function.__globals__[name]) for name in sorted(used)]
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=False)
    found += [(name, cell.cell_contents) for name, cell in cells if cell != types.CellType()]
    found += [("a default value", v) for v in function.__defaults__ or ()]
    found += list((function.__kwdefaults__ or {}).items())
    for name, value in found:
        home = (
            value.__name__
            if isinstance(value, types.ModuleType)
            else getattr(value, "__module__", None)
        )
        if isinstance(home, str) and below([home], roots):
            raise AssertionError(f"`{name}` comes from {home}, which is withheld here.")
        if getattr(value, "__globals__", None) is function.__globals__:
            refuse_borrowed(value, roots, seen)


def names_in(code: types.CodeType) -> set[str]:
    """Return all names that a function mentions, its inner functions included."""
    inner = [names_in(part) for part in code.co_consts if isinstance(part, types.CodeType)]
    return set(code.co_names).union(*inner)


def folders_of(roots: list[str]) -> tuple[str, ...]:
    """Return where the code of modules lies."""
    found = []
    for root in roots:
        file = getattr(sys.modules.get(root), "__file__", None)
        if file:
            path = Path(file)
            found.append(f"{path.parent}/" if path.stem == "__init__" else str(path))
    return tuple(found)


class Fence:
    """Stands between a student's function and the modules that are out of reach just now.

    Importing them fails; what was imported before is found by following the function, and by
    watching which files the code that runs comes from. Raising the fence takes a while, so it
    stays up from one call to the next.
    """

    def __init__(self):
        self.roots: list[str] = []
        self.kept: dict[str, types.ModuleType] = {}
        self.hidden: list[tuple] = []
        self.places: tuple[str, ...] = ()
        self.seen: set[int] = set()

    def move(self, roots: list[str]) -> None:
        """Put these modules out of reach, and those that were before within reach again."""
        if roots == self.roots:
            return
        for name in [*self.kept, *self.roots]:
            sys.modules.pop(name, None)
        sys.modules.update(self.kept)
        for package, name, module in self.hidden:
            setattr(package, name, module)
        self.roots, self.hidden, self.places, self.seen = roots, [], folders_of(roots), set()
        for root in roots:
            above, _, name = root.rpartition(".")
            package = sys.modules.get(above)
            if package is not None and name in vars(package):
                self.hidden.append((package, name, vars(package).pop(name)))
        self.kept = {name: sys.modules[name] for name in below(list(sys.modules), roots)}
        sys.modules.update(dict.fromkeys([*self.kept, *roots]))

    def watch(self, frame: types.FrameType, event: str, argument: Any) -> None:
        """Refuse to run code of a withheld library."""
        if frame.f_code.co_filename.startswith(self.places):
            name, home = frame.f_code.co_name, frame.f_globals.get("__name__", "")
            raise AssertionError(f"`{name}` comes from {home}, which is withheld here.")

    @contextmanager
    def round(self, function: Any) -> Iterator[None]:
        """Run a student's function behind the fence."""
        refuse_borrowed(function, self.roots, self.seen)
        before = sys.gettrace()
        try:
            if self.places:
                sys.settrace(self.watch)
            yield
        finally:
            sys.settrace(before)
