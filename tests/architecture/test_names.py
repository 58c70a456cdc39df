"""A name of a class means one thing in the whole product, and is a noun."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import pytest

SOURCES = sorted(Path("labelcards").rglob("*.py"))
PARTICIPLES = ("ed", "own", "Found")
NOUNS = {"Undefined"}
"""Names that end like a participle: what is undefined is a figure's own state, beside `Estimate`."""


def _classes() -> dict[str, list[str]]:
    places = defaultdict(list)
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(path.as_posix())
    return dict(places)


CLASSES = _classes()


@pytest.mark.parametrize("name", sorted(name for name in CLASSES if not name.startswith("_")))
def test_a_class_has_its_name_for_itself(name: str) -> None:
    """A reader who meets the name needs no import line to know which one is meant."""
    assert len(CLASSES[name]) == 1, CLASSES[name]


@pytest.mark.parametrize("name", sorted(set(CLASSES) - NOUNS))
def test_a_class_is_named_with_a_noun(name: str) -> None:
    """What it is, not what was done to it."""
    assert not name.endswith(PARTICIPLES), CLASSES[name]
