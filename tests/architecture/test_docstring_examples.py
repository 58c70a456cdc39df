"""The examples in docstrings are run as they stand."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

import labelcards

PACKAGE = Path(labelcards.__file__).parent
MODULES = sorted(
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
    for path in PACKAGE.rglob("*.py")
    if path.name != "__init__.py" and ">>> " in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    """Every example of the module gives what its docstring prints."""
    found = doctest.testmod(importlib.import_module(name))
    assert found.attempted > 0
    assert found.failed == 0
