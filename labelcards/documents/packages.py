"""Versions of the packages that figures and pages depend on: those that the code which makes them imports."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution, packages_distributions, requires

from labelcards.documents.imports import imported_packages
from labelcards.release import __version__

__all__ = ["package_parameters", "package_versions"]

_REQUIRED = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)(?!.*\bextra\b)")
"""The name at the start of a requirement that is none of an extra."""


def package_versions(*modules: str, by_name: Iterable[str] = ()) -> dict[str, str]:
    """Package → version, labelcards and Python first, then the packages that modules of labelcards import.

    Of these only what labelcards itself requires: not its extras, nor what the required packages require in turn. A
    package that is not installed is left out.

    Args:
        modules: full names, e.g. a stage's ``__name__``; what they import of labelcards counts as well.
        by_name: what they import besides, under a name that stands in settings instead of an import statement.
    """
    imported = imported_packages(*modules).union(by_name)
    found = {"labelcards": __version__, "python": platform.python_version()}
    for name in _requirements():
        if (installed := _installed(name)) and not imported.isdisjoint(_provided(name)):
            found[name] = installed.version
    return found


def package_parameters(*modules: str) -> dict[str, str]:
    """The same as parameters of a document: ``package.<name>`` → version."""
    return {f"package.{name}": number for name, number in package_versions(*modules).items()}


@cache
def _requirements() -> tuple[str, ...]:
    """Names of the packages that labelcards requires, sorted; of all packages when it runs without being installed."""
    try:
        declared = requires("labelcards") or []
    except PackageNotFoundError:
        return tuple(sorted({name.lower() for names in packages_distributions().values() for name in names}))
    return tuple(sorted(match[1].lower() for line in declared if (match := _REQUIRED.match(line))))


@cache
def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


@cache
def _provided(name: str) -> frozenset[str]:
    """What can be imported of an installed package, by its top-level names."""
    found = _installed(name)
    if found is None:
        return frozenset()
    listed = (line.partition(",")[0] for line in (found.read_text("RECORD") or "").splitlines())
    tops = {path.partition("/")[0].partition(".")[0] for path in listed if path.endswith((".py", ".so", ".pyd"))}
    return frozenset(tops or (found.read_text("top_level.txt") or name.replace("-", "_")).split())
