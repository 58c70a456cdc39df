"""What each branch of a document is about, and so who may see it. A branch that no rule names is for insiders.

A pattern is a path whose steps are names, ``*`` (any name), or places:

- ``<items>``, ``<annotators>``: two steps, a column and a value, which name a group of items or of annotators,
- ``<label>``: one step, a label; ``<slice>``: one step, a part of the data such as a batch or a month,
- ``<axis>``: one step, a column whose groups a figure sums up.

Whatever follows the pattern belongs to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

__all__ = ["BASE_UNITS", "Match", "Place", "Rule", "Side", "match"]

Kind = Literal["open", "pooled", "person", "linked", "group", "axis", "records"]
Size = Literal["value", "n", "annotations", "events"]
Side = Literal["items", "annotators", "label", "slice", "axis"]

BASE_UNITS = frozenset({"items", "annotators"})
"""Units whose hidden groups are hidden everywhere, because they are the people behind the data."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One branch of one document.

    Attributes:
        document, steps: where.
        kind: ``open`` to all; ``pooled`` over annotators, open if there are enough of them; ``person``: about single
            people, never public; ``linked``: about groups of two versions at once, never public, because one version's
            figure would give the other's; ``group``: open if the group is large enough; ``axis``: open if no group of
            the column is hidden; ``records``: counts of rare records, open if none is small.
        unit: tables of groups with the same unit count the same things, and hide the same groups; of an axis, the
            side that its column belongs to.
        size: how many units a group's figures rest on: a count's own value, the figures' n, n annotations in terms of
            items, or the number of items that have a label.
        whole: show all cells or none, because they are linked to each other in more ways than their totals.
    """

    document: str
    steps: tuple[str, ...]
    kind: Kind
    unit: str = ""
    size: Size = "n"
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A step that the pattern leaves open: a group's side, column and value; a label or slice has no column."""

    side: Side
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that covers a figure.

    Attributes:
        places: what the open steps are.
        branch: the pattern with the names in place of ``*``; equal for all figures of one branch.
        length: how many steps of the path the rule covers.
    """

    rule: Rule
    places: tuple[Place, ...]
    branch: tuple[str, ...]
    length: int


def _rules(
    document: str, kind: Kind, *patterns: str, unit: str = "", size: Size = "n", whole: bool = False
) -> tuple[Rule, ...]:
    return tuple(
        Rule(document, tuple(pattern.replace(" ", ".").split(".")), kind, unit, size, whole) for pattern in patterns
    )


_Q = "questions.*"
_MODELS = (_Q, "predictions.*")
"""The built-in model, and one that was handed in."""

RULES: tuple[Rule, ...] = (
    *_rules("quality", "open", "counts", f"{_Q}.repeated"),
    *_rules(
        "quality", "open", *(f"{_Q}.{part}" for part in ("adjudication", "consensus", "imbalance", "label_errors"))
    ),
    *_rules("quality", "open", f"{_Q}.labels", f"{_Q}.agreement.overall", f"{_Q}.agreement.per_label"),
    *_rules("quality", "open", f"{_Q}.agreement.two_way", f"{_Q}.agreement.weighted"),
    *_rules("quality", "open", f"{_Q}.gold", f"{_Q}.gold_checks.pass_rate"),
    *_rules("quality", "pooled", "work", f"{_Q}.confusion", f"{_Q}.gold.annotators"),
    *_rules("quality", "person", f"{_Q}.annotators", f"{_Q}.agreement.per_annotator", f"{_Q}.agreement.per_pair"),
    *_rules("quality", "group", f"{_Q}.agreement.per_group <items>", unit="items"),
    *_rules("quality", "group", f"{_Q}.agreement.per_batch <slice>", f"{_Q}.agreement.per_month <slice>"),
    *_rules("quality", "group", f"{_Q}.gold_checks.per_batch <slice>"),
    *_rules("bias", "group", "representation.items <items>", unit="items", size="value"),
    *_rules("bias", "group", "representation.annotators <annotators>", unit="annotators", size="value"),
    *_rules("bias", "group", "representation.coverage <annotators> <items>", size="value"),
    *_rules("bias", "axis", "representation.items <items>.p_value", unit="items"),
    *_rules("bias", "axis", "representation.annotators <annotators>.p_value", unit="annotators"),
    *_rules("bias", "open", f"{_Q}.intersections"),
    *_rules("bias", "group", f"{_Q}.disagreement <items>", f"{_Q}.label_level <items>", unit="items"),
    *_rules("bias", "group", f"{_Q}.annotator_level <annotators>"),
    *_rules("bias", "group", f"{_Q}.error_rate <items>", unit="gold", size="annotations"),
    *_rules("bias", "group", f"{_Q}.label_rate <items> <label>", size="events"),
    *_rules("bias", "group", f"{_Q}.annotator_rate <annotators> <label>"),
    *_rules("bias", "group", f"{_Q}.annotator_error <annotators> <items>", size="annotations"),
    *_rules("bias", "group", f"{_Q}.annotator_dissent <annotators> <items>", size="annotations"),
    *_rules("bias", "group", f"{_Q}.cohesion <annotators>", unit="annotators"),
    *_rules("bias", "axis", f"{_Q}.diversity <axis>", unit="annotators"),
    *_rules(
        "model", "open", *(f"{m}.{part}" for m in _MODELS for part in ("overall", "per_label", "confusion", "data"))
    ),
    *_rules("model", "open", *(f"{m}.consensus.overall" for m in _MODELS)),
    *_rules("model", "group", *(f"{m}.per_group <items>" for m in _MODELS), unit="gold"),
    *_rules("model", "group", *(f"{m}.per_group <items>.per_label <label>" for m in _MODELS), whole=True),
    *_rules("model", "group", *(f"{m}.per_group <items>.errors <label>" for m in _MODELS), whole=True),
    *_rules("model", "group", *(f"{m}.consensus.per_group <annotators>" for m in _MODELS)),
    *_rules("model", "axis", *(f"{m}.gap <axis>" for m in _MODELS), unit="items"),
    *_rules("changes", "open", "counts", *(f"{_Q}.{part}" for part in ("difference", "flipped", "flow", "lift"))),
    *_rules("changes", "linked", f"{_Q}.gaps"),
    *_rules("answers", "open", "datasheet", "modelcard"),
    *_rules("anonymization", "open", "texts", "rows", "intake", "residual", "detection"),
    *_rules("anonymization", "group", "findings <slice>", size="value"),
    *_rules("anonymization", "group", "detection.types <slice>"),
    *_rules("anonymization", "records", "disclosure.*"),
)

_SIDES: dict[str, Side] = {f"<{side}>": side for side in ("items", "annotators", "label", "slice", "axis")}
_PAIRS = frozenset({"<items>", "<annotators>"})


def match(document: str, path: tuple[str, ...]) -> Match | None:
    """The most specific rule for a figure, or None when no rule names its branch."""
    found = [made for rule in _near(document, path[0], path[2] if len(path) > 2 else "") if (made := _fit(rule, path))]
    return max(found, key=lambda made: made.length, default=None)


@cache
def _near(document: str, first: str, third: str) -> tuple[Rule, ...]:
    """The rules that the first and the third step of a path leave possible."""
    return tuple(
        rule
        for rule in RULES
        if (rule.document, rule.steps[0]) == (document, first)
        and (len(rule.steps) < 3 or rule.steps[1] != "*" or rule.steps[2] == third)
    )


def _fit(rule: Rule, path: tuple[str, ...]) -> Match | None:
    at = 0
    places: list[Place] = []
    branch: list[str] = []
    for step in rule.steps:
        width = 2 if step in _PAIRS else 1
        if at + width > len(path):
            return None
        if step in _SIDES:
            column, value = (path[at], path[at + 1]) if width == 2 else ("", path[at])
            places.append(Place(_SIDES[step], column, value))
            branch.append(step)
        elif step in ("*", path[at]):
            branch.append(path[at])
        else:
            return None
        at += width
    return Match(rule, tuple(places), tuple(branch), at)
