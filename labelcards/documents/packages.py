"""Versions of the packages that figures and pages depend on."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from labelcards import __version__

__all__ = ["COMPUTING", "DETECTING", "RENDERING", "package_parameters", "package_versions"]

COMPUTING = ("cleanlab", "krippendorff", "numpy", "pandas", "pyarrow", "scikit-learn", "scipy")
"""What figures are computed with."""

DETECTING = ("presidio-analyzer", "python-crfsuite", "pandas", "pyarrow")
"""What personal data is found with."""

RENDERING = ("altair", "jinja2", "mkdocs", "mkdocs-material", "pydantic", "vl-convert-python")
"""What pages are written with."""


def package_versions(*names: str) -> dict[str, str]:
    """Package → version, labelcards and Python first; a package that is not installed is left out."""
    found = {"labelcards": __version__, "python": platform.python_version()}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def package_parameters(*names: str) -> dict[str, str]:
    """The same as parameters of a document: ``package.<name>`` → version."""
    return {f"package.{name}": number for name, number in package_versions(*names).items()}
