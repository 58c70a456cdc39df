"""How well found spans match marked ones."""

# ruff: noqa: E501, SIM905 - word lists

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from labelcards.privacy.detect.finding import EntityFinding

__all__ = ["OVERLAP", "SpanCounts", "TypedSpan", "count_spans", "covered_entities"]

OVERLAP = 0.9
"""Intersection over union, in characters of content words, from which two spans match."""

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_SKIPPED = frozenset(
    "a an and as at by for from i in is it my of on or our the this to was with your mr mrs ms miss dr st street road ave de la "
    "rue via apt suite unit box po zip city state country address old year years month months day days week weeks y o s nr no".split()
)


@dataclass(frozen=True, slots=True)
class TypedSpan:
    """A piece of a text: its content words, as (start, end), and its type."""

    words: tuple[tuple[int, int], ...]
    entity_type: str

    @property
    def size(self) -> int:
        """Characters in its words."""
        return sum(end - start for start, end in self.words)


@dataclass(frozen=True, slots=True)
class SpanCounts:
    """Of one text or many.

    Attributes:
        marked: spans marked by people.
        found: spans found.
        hit: marked spans that what was found matches.
    """

    marked: int = 0
    found: int = 0
    hit: int = 0

    def __add__(self, other: SpanCounts) -> SpanCounts:
        """The counts of both."""
        return SpanCounts(self.marked + other.marked, self.found + other.found, self.hit + other.hit)


def count_spans(text: str, marked: Iterable[EntityFinding], found: Iterable[EntityFinding]) -> SpanCounts:
    """Match spans whatever their types.

    As presidio-evaluator's ``SpanEvaluator`` on the level "PII": spans are reduced to their content words (no
    punctuation, no function words, no words like "street"), spans with nothing but such between them become one, and
    a marked span is hit when the found spans that overlap it have, together, intersection over union of at least 0.9
    with it, in characters. Found spans that hit one marked span together count once.
    """
    words = [match.span() for match in _WORD.finditer(text) if match.group().casefold() not in _SKIPPED]
    gold, seen = _reduced(words, marked), _reduced(words, found)
    hit = 0
    surplus = 0
    for span in gold:
        partners = [other for other in seen if set(other.words) & set(span.words)]
        union = {word for other in partners for word in other.words}
        if partners and _overlap(set(span.words), union) >= OVERLAP:
            hit += 1
            surplus += len(partners) - 1
    return SpanCounts(len(gold), len(seen) - surplus, hit)


def covered_entities(text: str, marked: Iterable[EntityFinding], found: Iterable[EntityFinding]) -> SpanCounts:
    """Entity recall of the Text Anonymization Benchmark (Pilán et al. 2022): an entity counts as hidden only if
    every mention of it in the text is covered whole. Mentions with the same words are one entity; ``found`` is 0.
    """
    covered = bytearray(len(text))
    for finding in found:
        covered[finding.start : finding.end] = b"\x01" * (finding.end - finding.start)
    entities: dict[str, bool] = {}
    for mention in marked:
        name = " ".join(text[mention.start : mention.end].casefold().split())
        content = [place for place in range(mention.start, mention.end) if text[place].isalnum()]
        entities[name] = entities.get(name, True) and all(covered[place] for place in content)
    return SpanCounts(len(entities), 0, sum(entities.values()))


def _reduced(words: Sequence[tuple[int, int]], spans: Iterable[EntityFinding]) -> list[TypedSpan]:
    """Content words of each span; spans without a content word between them become one."""
    numbers: set[int] = set()
    for span in spans:
        numbers.update(number for number, (start, end) in enumerate(words) if start < span.end and end > span.start)
    merged: list[list[int]] = []
    for number in sorted(numbers):
        if merged and number == merged[-1][-1] + 1:
            merged[-1].append(number)
        else:
            merged.append([number])
    return [TypedSpan(tuple(words[number] for number in run), "PII") for run in merged]


def _overlap(first: set[tuple[int, int]], second: set[tuple[int, int]]) -> float:
    def size(words: set[tuple[int, int]]) -> int:
        return sum(end - start for start, end in words)

    return size(first & second) / size(first | second)
