"""Which names does a cell bind, and which does it use, now or when its functions are called?"""

import ast
import symtable
from dataclasses import dataclass, field

COMPREHENSIONS = ("listcomp", "setcomp", "dictcomp", "genexpr")


@dataclass(frozen=True)
class Names:
    """The global names of a cell.

    Parameters
    ----------
    binds : set of str
        What the cell gives a value.
    now : set of str
        What it uses while it runs. A string that is a name counts: ``"x" in globals()``.
    later : set of str
        What the functions in it use when they are called.
    steady : set of str
        Those of `binds` that ``import``, ``def`` or ``class`` make: a call does not change them.
    """

    binds: set[str] = field(default_factory=set)
    now: set[str] = field(default_factory=set)
    later: set[str] = field(default_factory=set)
    steady: set[str] = field(default_factory=set)

    @property
    def uses(self) -> set[str]:
        """What the cell uses, now or later."""
        return self.now | self.later


def names_of(source: str) -> Names:
    """Return the global names of a cell.

    Parameters
    ----------
    source : str
        The code of the cell. One that does not compile has no names.

    Returns
    -------
    names : Names

    Examples
    --------
    >>> names = names_of("def f(): return a\\nb = c")
    >>> sorted(names.binds), sorted(names.now), sorted(names.later), sorted(names.steady)
    (['b', 'f'], ['c'], ['a'], ['f'])
    """
    try:
        tree, top = ast.parse(source), symtable.symtable(source, "cell", "exec")
    except SyntaxError:
        return Names()
    strings = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)}
    names = Names(now={s for s in strings if isinstance(s, str) and s.isidentifier()})
    tables = [(top, names.now)]
    while tables:
        table, used = tables.pop()
        for child in table.get_children():
            runs_later = child.get_type() == "function" and child.get_name() not in COMPREHENSIONS
            tables.append((child, names.later if runs_later else used))
        for symbol in table.get_symbols():
            if table is top or symbol.is_global():
                name, fixed = {symbol.get_name()}, symbol.is_imported() or symbol.is_namespace()
                names.binds.update(name if fixed or symbol.is_assigned() else ())
                names.steady.update(name if fixed else ())
                used.update(name if symbol.is_referenced() else ())
    return names
