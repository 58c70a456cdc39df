"""Metrics documents of earlier schema versions, brought up to date one step at a time.

Schema history:
    1: a warning was a sentence (``text``) about a path whose names were joined by dots, whatever the names held.
    2: a warning is a code with ``facts``; a dot inside a name of ``about`` has a backslash in front.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from labelcards.documents.figure_path import FigurePath

__all__ = ["SENTENCE", "facts_for_sentences"]

SENTENCE = "sentence"
"""The only fact of a warning that was written as a sentence: nobody can take it apart again."""


def facts_for_sentences(content: Mapping[str, Any]) -> dict[str, Any]:
    """Schema version 1 → 2: every warning keeps its sentence as its one fact, and its path as the tree knows it.

    Args:
        content: the document as JSON; what does not have the form of version 1 is left for the schema to refuse.
    """
    found = content.get("warnings")
    if not isinstance(found, list):
        return {**content, "schema_version": 2}
    figures = content.get("figures")
    tree = figures if isinstance(figures, Mapping) else {}
    return {**content, "schema_version": 2, "warnings": [_with_facts(warning, tree) for warning in found]}


def _with_facts(warning: Any, tree: Mapping[str, Any]) -> Any:
    if not isinstance(warning, Mapping) or not isinstance(warning.get("text"), str):
        return warning
    about = warning.get("about")
    kept = {key: value for key, value in warning.items() if key not in ("text", "about")}
    path = _path(tree, about) if isinstance(about, str) else None
    return {**kept, "about": path if path is not None else about, "facts": {SENTENCE: warning["text"]}}


def _path(tree: Mapping[str, Any], about: str) -> FigurePath | None:
    """The path that a dotted text means: names may hold dots, so the tree decides; else every dot parts two names."""
    if not about:
        return ()
    return _found(tree, about) or tuple(about.split("."))


def _found(tree: Mapping[str, Any], about: str) -> FigurePath | None:
    for key, node in tree.items():
        if about == key:
            return (key,)
        if about.startswith(f"{key}.") and isinstance(node, Mapping):
            below = _found(node, about[len(key) + 1 :])
            if below:
                return (key, *below)
    return None
