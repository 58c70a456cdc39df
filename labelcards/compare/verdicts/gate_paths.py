"""From a gate's metric to the figures it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from labelcards.documents.figure_path import FigurePath, Slot, pattern_of, written
from labelcards.documents.figure_search import figures_meant
from labelcards.documents.figures import Figure, MetricsDocument
from labelcards.documents.gates import Gate
from labelcards.documents.yaml_document import did_you_mean

__all__ = ["GateMatch", "figures_of"]

Pattern = tuple[str | Slot, ...]
_MOST_NAMED = 8
_EQUALS = re.compile(r"(?<!\\)=")


@dataclass(frozen=True, slots=True)
class GateMatch:
    """One path of a gate: the figure there, or what to do about its absence.

    Attributes:
        path: the figure's path, or the pattern that fits none.
    """

    path: FigurePath | Pattern
    figure: Figure | None
    remedy: str = ""

    @property
    def text(self) -> str:
        """The path as a gate writes it."""
        return written(self.path)


def figures_of(gate: Gate, documents: Mapping[str, MetricsDocument]) -> tuple[GateMatch, ...]:
    """Every figure that the gate stands for, sorted by path; one entry with a remedy where there is none.

    A step that holds a dot itself (``1.2``) is found without its backslash as well, unless that leaves it open which
    figure is meant.
    """
    found: list[GateMatch] = []
    for name, *steps in _spelled(gate):
        found += _found(str(name), tuple(steps), documents)
    return tuple(sorted(found, key=lambda one: [step.value if isinstance(step, Slot) else step for step in one.path]))


def _found(name: str, steps: Pattern, documents: Mapping[str, MetricsDocument]) -> Iterator[GateMatch]:
    document = documents.get(name)
    if document is None:
        remedy = f"There is no {name}.json. Run `dvc repro`, or `labelcards {_stage(name)}`."
        yield GateMatch((name, *steps), None, remedy)
        return
    meant = figures_meant(document.figures, steps)
    for path in meant.figures:
        yield GateMatch((name, *path), document.find(*path))
    if meant.unclear:
        paths = _some(written((name, *path)) for path in meant.unclear)
        yield GateMatch((name, *steps), None, f"The metric may mean several figures; write one of them: {paths}.")
    elif not meant.figures:
        yield GateMatch((name, *steps), None, _nearest(document.figures, steps, name))


def _stage(document: str) -> str:
    return "anonymize" if document == "anonymization" else document


def _spelled(gate: Gate) -> Iterator[Pattern]:
    """The metric with its selectors filled in, split into steps."""
    group = _group(gate.group or "")
    for label in gate.label or (Slot.ANY,):
        steps: list[str | Slot] = []
        for step in pattern_of(gate.metric):
            steps += group if step is Slot.GROUP else [label if step is Slot.LABEL else step]
        yield tuple(steps)


def _group(text: str) -> Pattern:
    r"""Column and value of ``column=value``; a ``=`` inside a column's name is written ``\=``."""
    column, *value = (part.replace("\\=", "=") for part in _EQUALS.split(text, maxsplit=1))
    return (column, value[0] if value else Slot.ANY)


def _nearest(tree: Any, steps: Pattern, document: str) -> str:
    """Where the path leaves the document, and what stands there instead."""
    node, done = tree, 0
    while done < len(steps) and isinstance(node, dict) and steps[done] in node:
        node, done = node[steps[done]], done + 1
    place = written((document, *steps[:done]))
    if not isinstance(node, dict):
        return f"`{place}` is a figure; end the metric there."
    names = [written((name,)) for name in node]
    if done == len(steps):
        return f"`{place}` holds several figures; name one: {_some(names)}."
    if isinstance(steps[done], Slot):
        return f"Nothing below `{place}` matches. There is: {_some(names)}."
    step = written((steps[done],))
    hint = did_you_mean(step, names) or f"There is: {_some(names)}."
    return f"`{place}` has no '{step}'. {hint}"


def _some(texts: Iterable[str]) -> str:
    names = sorted(texts)
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more
