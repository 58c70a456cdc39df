"""Which figures of a document a person means who names them in a text: in a gate, as evidence of an answer.

The text is a path or a pattern (`labelcards.documents.figure_path`). Where it fits no figure as it stands, it is read
once more as people type it: a dot inside a name without its backslash, a × that is not doubled. What may then mean
several figures means none, and whoever asked is told so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from labelcards.documents.figure_path import FigurePath, Slot, crossed
from labelcards.documents.figures import Figure

__all__ = ["FigureMeaning", "figures_meant"]


@dataclass(frozen=True, slots=True)
class FigureMeaning:
    """What a text means.

    Attributes:
        figures: the paths of the figures, in the order of the tree.
        unclear: figures that the text may mean as well as others; none of them is in ``figures``.
    """

    figures: tuple[FigurePath, ...]
    unclear: tuple[FigurePath, ...] = ()


@dataclass(frozen=True, slots=True)
class _Match:
    """A figure that fits: its path, the names that stand in the slots, and whether the text is it to the letter."""

    path: FigurePath = ()
    slots: tuple[str, ...] = ()
    exact: bool = True


def figures_meant(tree: Mapping[str, Any], steps: Sequence[str | Slot]) -> FigureMeaning:
    """The figures below ``tree`` that ``steps`` fit; `Slot` fits any one name.

    For each choice of names in the slots the reading to the letter wins; else the only other reading; else it is
    unclear.
    """
    readings: dict[tuple[str, ...], list[_Match]] = {}
    for match in _walk(tree, tuple(steps), _Match()):
        readings.setdefault(match.slots, []).append(match)
    figures: list[FigurePath] = []
    unclear: list[FigurePath] = []
    for held in readings.values():
        exact = [match.path for match in held if match.exact]
        found = list(dict.fromkeys(exact or [match.path for match in held]))
        (figures if len(found) == 1 else unclear).extend(found)
    return FigureMeaning(tuple(figures), tuple(unclear))


def _walk(node: Any, steps: tuple[str | Slot, ...], done: _Match) -> Iterator[_Match]:
    if not steps:
        if isinstance(node, Figure):
            yield done
        return
    if not isinstance(node, dict):
        return
    if isinstance(steps[0], Slot):
        for key in node:
            yield from _walk(node[key], steps[1:], _Match((*done.path, key), (*done.slots, key), done.exact))
        return
    for width, name in enumerate(_joined(steps), start=1):
        for key in dict.fromkeys((name, crossed(name))):
            if key in node:
                exact = done.exact and width == 1 and key == name
                yield from _walk(node[key], steps[width:], _Match((*done.path, key), done.slots, exact))


def _joined(steps: tuple[str | Slot, ...]) -> Iterator[str]:
    """The first step, the first two with a dot between them, and so on up to a slot."""
    name = ""
    for place, step in enumerate(steps):
        if isinstance(step, Slot):
            return
        name = f"{name}.{step}" if place else step
        yield name
