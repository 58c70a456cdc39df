"""From a gate's metric to the figures it stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from labelcards.documents.figures import Figure, MetricsDocument
from labelcards.documents.gates import Gate
from labelcards.documents.yaml_document import did_you_mean

__all__ = ["Found", "figures_of"]

Path = tuple[str, ...]
_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Found:
    """One path of a gate: the figure there, or what to do about its absence."""

    path: Path
    figure: Figure | None
    remedy: str = ""


def figures_of(gate: Gate, documents: Mapping[str, MetricsDocument]) -> tuple[Found, ...]:
    """Every figure that the gate stands for, sorted by path; one entry with a remedy where there is none.

    A step of the metric that holds a dot itself (``1.2``) is found as well.
    """
    found: list[Found] = []
    for name, *steps in _spelled(gate):
        document = documents.get(name)
        if document is None:
            remedy = f"There is no {name}.json. Run `dvc repro`, or `labelcards {_stage(name)}`."
            found.append(Found((name, *steps), None, remedy))
            continue
        matches = sorted(_walk(document.figures, tuple(steps)))
        found += [Found((name, *path), document.find(*path)) for path in matches]
        if not matches:
            found.append(Found((name, *steps), None, _nearest(document.figures, tuple(steps), name)))
    return tuple(sorted(found, key=lambda one: one.path))


def _stage(document: str) -> str:
    return "anonymize" if document == "anonymization" else document


def _spelled(gate: Gate) -> Iterator[Path]:
    """The metric with its selectors filled in, split into steps."""
    column, equals, value = (gate.group or "").partition("=")
    group = (column, value if equals else "*")
    for label in gate.label or ("*",):
        steps: list[str] = []
        for step in gate.metric.split("."):
            steps += group if step == "{group}" else [label if step == "{label}" else step]
        yield tuple(steps)


def _walk(node: Any, steps: Path, done: Path = ()) -> Iterator[Path]:
    """Paths of figures that match; a step may be several pieces joined by dots."""
    if not steps:
        if isinstance(node, Figure):
            yield done
        return
    if not isinstance(node, dict):
        return
    if steps[0] == "*":
        for key in node:
            yield from _walk(node[key], steps[1:], (*done, key))
        return
    for width in range(1, len(steps) + 1):
        name = ".".join(steps[:width])
        if name in node:
            yield from _walk(node[name], steps[width:], (*done, name))


def _nearest(tree: Any, steps: Path, document: str) -> str:
    """Where the path leaves the document, and what stands there instead."""
    node, done = tree, 0
    while done < len(steps) and isinstance(node, dict) and steps[done] in node:
        node, done = node[steps[done]], done + 1
    place = ".".join((document, *steps[:done]))
    if not isinstance(node, dict):
        return f"`{place}` is a figure; end the metric there."
    if done == len(steps):
        return f"`{place}` holds several figures; name one: {_some(node)}."
    if steps[done] == "*":
        return f"Nothing below `{place}` matches. There is: {_some(node)}."
    hint = did_you_mean(steps[done], node) or f"There is: {_some(node)}."
    return f"`{place}` has no '{steps[done]}'. {hint}"


def _some(node: Mapping[str, Any]) -> str:
    names = sorted(node)
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more
