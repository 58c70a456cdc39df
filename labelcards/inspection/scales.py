"""Ordered scales whose words everybody orders alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from labelcards.labels.numbers import as_number

__all__ = ["known_order"]

_SCALES = """
none < very low < low < medium low < medium < moderate < medium high < high < very high < extreme
no < low < medium < high < critical
none < minimal < minor < mild < moderate < major < severe < critical < catastrophic
info < informational < low < medium < high < critical < blocker
trivial < minor < major < critical < blocker
strongly disagree < disagree < somewhat disagree < slightly disagree < neither agree nor disagree < neutral <
    undecided < slightly agree < somewhat agree < agree < strongly agree
never < almost never < rarely < seldom < occasionally < sometimes < often < frequently < usually < very often <
    almost always < always
very dissatisfied < dissatisfied < somewhat dissatisfied < neutral < somewhat satisfied < satisfied < very
    satisfied
very bad < bad < poor < fair < average < acceptable < good < very good < excellent < outstanding < perfect
terrible < bad < poor < ok < okay < good < great < excellent
very poor < poor < fair < good < very good < excellent
very negative < negative < somewhat negative < slightly negative < neutral < slightly positive < somewhat
    positive < positive < very positive
very unlikely < unlikely < somewhat unlikely < neutral < possible < somewhat likely < likely < very likely <
    certain
not at all < slightly < a little < somewhat < moderately < very < extremely
irrelevant < not relevant < marginally relevant < partially relevant < somewhat relevant < relevant < fairly
    relevant < highly relevant < perfectly relevant
tiny < xs < extra small < small < s < medium < m < large < l < extra large < xl < huge
f < e < d- < d < d+ < c- < c < c+ < b- < b < b+ < a- < a < a+
fail < pass < merit < distinction
"""
"""One scale a line, in ascending order; a line that is indented goes on with the one before."""

_GRADES = "abcdef"
_NUMBERED = re.compile(r"\(?([+-]?\d+(?:\.\d+)?)\)?\s*[-–—:.)=]*\s*[^\W\d].*")


def known_order(labels: Sequence[str]) -> tuple[str, ...] | None:
    """The labels in ascending order, or None when that is not certain.

    Known are numbers, labels that begin with their number (``1 - low``), and the scales in which every one of the
    labels stands; if two such scales order them differently, nothing is certain.
    """
    numbers = [as_number(label) for label in labels]
    if all(number is not None for number in numbers):
        return _by(labels, [number or 0.0 for number in numbers])
    heads = [_NUMBERED.fullmatch(label.strip()) for label in labels]
    if labels and all(heads):
        steps = [float(head.group(1)) for head in heads if head]
        return _by(labels, steps) if len(set(steps)) == len(steps) else None
    orders = {order for scale in _scales() if (order := _in_scale(labels, scale))}
    return next(iter(orders)) if len(orders) == 1 else None


@cache
def _scales() -> tuple[tuple[str, ...], ...]:
    lines = _SCALES.strip().replace("\n    ", " ").splitlines()
    return tuple(tuple(step.strip() for step in line.split("<")) for line in lines)


def _in_scale(labels: Sequence[str], steps: Sequence[str]) -> tuple[str, ...] | None:
    plain = [_plain(label) for label in labels]
    if len(labels) < 2 or not set(plain) <= set(steps) or len(set(plain)) < len(plain):
        return None
    if all(len(word) == 1 and word in _GRADES for word in plain):  # A may be the best grade, or the first class
        return None
    return _by(labels, [steps.index(word) for word in plain])


def _by(labels: Sequence[str], steps: Sequence[float]) -> tuple[str, ...]:
    return tuple(label for _, label in sorted(zip(steps, labels, strict=True)))


def _plain(label: str) -> str:
    """Words in lower case; a grade such as ``b-`` keeps its sign."""
    return re.sub(r"[\s_-]+", " ", label.casefold()).strip() if len(label) > 2 else label.casefold()
