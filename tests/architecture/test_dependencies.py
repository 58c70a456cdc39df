"""The packages that an installation brings are those that the product imports, no more and no fewer."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions, requires
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUN = {"dvc": "its program runs the pipeline", "mkdocs-material": "the theme that mkdocs.yml names"}
"""Dependencies that no module imports, and why they are needed."""


def _name(requirement: str) -> str:
    """The distribution of a requirement, as PyPI compares names."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\s;<>=!~\[(]", requirement, maxsplit=1)[0]).lower()


DECLARED = {_name(requirement) for requirement in PROJECT["dependencies"]}
EXTRA = {_name(requirement) for name, listed in PROJECT["optional-dependencies"].items() if name != "dev"
         for requirement in listed}  # fmt: skip


@cache
def _imports() -> dict[str, str]:
    """Top-level package → a module of the product that imports it, anywhere in its text; not those of Python itself."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "labelcards").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [str(node.module)]
            found |= {name.partition(".")[0]: path.relative_to(ROOT).as_posix() for name in names}
    return {name: module for name, module in found.items() if name not in {*sys.stdlib_module_names, "labelcards"}}


def test_what_is_imported_is_declared() -> None:
    """Each import is of a dependency, of an extra, or of what a dependency itself requires."""
    distributions = packages_distributions()
    brought = {_name(each) for name in DECLARED for each in requires(name) or () if "extra ==" not in each}
    allowed = DECLARED | EXTRA | brought
    strangers = {
        name: module
        for name, module in _imports().items()
        if not {_name(each) for each in distributions.get(name, [])} & allowed
    }
    assert strangers == {}


def test_what_is_declared_is_imported() -> None:
    """A package that only tests, training or recording need is a development dependency."""
    distributions = packages_distributions()
    imported = {_name(each) for name in _imports() for each in distributions.get(name, [])}
    assert DECLARED - RUN.keys() - imported == set()


def test_the_product_stands_alone() -> None:
    """Nothing in the package imports the tools, the tests or the benchmarks that stand beside it."""
    assert {"tools", "tests", "benchmarks"} & _imports().keys() == set()
