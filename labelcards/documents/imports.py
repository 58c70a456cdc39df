"""Which packages a part of labelcards imports, read from its source: at the top of modules and inside functions.

What happens to be loaded (``sys.modules``) says something about the process, not about the part: a test run, a warm
cache or another stage in the same process would change it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

__all__ = ["imported_packages"]

_ROOT = Path(__file__).resolve().parents[2]
_PACKAGE = "labelcards"
_STATEMENT = re.compile(
    r"^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^()]*(?:#[^\n]*\n[^()]*)*\)|[^\n]*)"
    r"|import[ \t]+([\w.]+(?:[ \t]+as[ \t]+\w+)?(?:,[ \t]*[\w.]+(?:[ \t]+as[ \t]+\w+)?)*)[ \t]*(?:#[^\n]*)?$)",
    re.MULTILINE,
)
"""An import statement at the start of a line. Parsing the modules would take ten times as long; a test holds that it
would find the same."""

_FOR_TYPES = re.compile(r"^if TYPE_CHECKING:[^\n]*\n(?:[ \t]+[^\n]*\n|\n)*", re.MULTILINE)
"""What only type checkers read: nothing of it is ever imported."""

_NAME = re.compile(r"\w+")
_COMMENT = re.compile(r"#[^\n]*")
_ALIAS = re.compile(r"\bas[ \t]+\w+")


@cache
def imported_packages(*modules: str) -> frozenset[str]:
    """Top-level names that the modules import, and whatever of labelcards they reach imports, however deep.

    Args:
        modules: full names, e.g. ``labelcards.stages.quality``.

    Returns:
        Names as in an import statement (``sklearn``); the standard library's, too, but not ``labelcards``.

    Raises:
        ModuleNotFoundError: a module is not part of labelcards.
    """
    if missing := [name for name in modules if _file(name) is None]:
        raise ModuleNotFoundError(f"{missing[0]} is not part of {_PACKAGE}")
    seen: set[str] = set()
    found: set[str] = set()
    waiting = list(modules)
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        ours, theirs = _imports(name)
        waiting += ours
        found |= theirs
    return frozenset(found)


@cache
def _imports(module: str) -> tuple[frozenset[str], frozenset[str]]:
    """Modules of labelcards, packages above them included, and the packages of others that a module imports."""
    file = _file(module)
    named = frozenset() if file is None else frozenset(_named(file.read_text(encoding="utf-8")))
    ours = (name for name in named if name.partition(".")[0] == _PACKAGE)
    reached = frozenset(above for name in ours for above in _with_parents(name) if _file(above))
    return reached, frozenset(top for name in named if (top := name.partition(".")[0]) not in (_PACKAGE, "__future__"))


def _named(source: str) -> Iterator[str]:
    """What the import statements of a module name: ``a.b`` and, since it may be a module, ``a.b.c`` for its members."""
    for origin, members, plain in _STATEMENT.findall(_FOR_TYPES.sub("", source)):
        if origin:
            yield origin
            yield from (f"{origin}.{name}" for name in _NAME.findall(_ALIAS.sub("", _COMMENT.sub("", members))))
        else:
            yield from (part.split()[0] for part in plain.split(","))


def _with_parents(module: str) -> Iterator[str]:
    steps = module.split(".")
    yield from (".".join(steps[:length]) for length in range(1, len(steps) + 1))


@cache
def _file(module: str) -> Path | None:
    place = _ROOT.joinpath(*module.split("."))
    found = (place.with_suffix(".py"), place / "__init__.py")
    return next((path for path in found if path.is_file()), None) if module.partition(".")[0] == _PACKAGE else None
