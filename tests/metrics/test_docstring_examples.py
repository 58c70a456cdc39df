"""The examples in the docstrings of metrics and labels are run as they stand."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import labelcards.labels
import labelcards.metrics

MODULES = sorted(
    module.name
    for package in (labelcards.labels, labelcards.metrics)
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    """Every example of the module gives what its docstring prints."""
    assert doctest.testmod(importlib.import_module(name)).failed == 0
