"""What a second search still finds in a cleaned text, besides what was written into it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from labelcards.privacy.detect.finding import EntityFinding
from labelcards.privacy.rewrite import TextRewrite
from labelcards.privacy.tagger.gazetteer import gazetteer

__all__ = ["left_over"]

_WORD = re.compile(r"[^\W_]+")


def left_over(rewritten: TextRewrite, findings: Iterable[EntityFinding]) -> list[EntityFinding]:
    """The pieces of ``findings`` that stand outside what was written, in the offsets of the text before rewriting.

    A piece without a letter or digit is nothing. A piece of a finding that reaches into a written tag counts only if
    it has a digit or a word that is not ordinary English: a search that takes "said <PERSON>" for a name has found no
    one. Next to a written person it is taken for a piece of the name, so that the whole name becomes one pseudonym.

    Args:
        rewritten: the text that was searched; its ``text`` is not None.
        findings: what the search found in it.
    """
    text = rewritten.text or ""
    left: list[EntityFinding] = []
    for finding in findings:
        touched = _touched(rewritten, finding)
        beside_person = any(rewritten.acted[number].entity_type == "PERSON" for number in touched)
        entity_type = "PERSON" if beside_person else finding.entity_type
        for start, end, shift in _pieces(rewritten, finding, touched):
            if _tells(text[start:end], whole=not touched):
                left.append(EntityFinding(start + shift, end + shift, entity_type, finding.score))
    return left


def _touched(rewritten: TextRewrite, finding: EntityFinding) -> list[int]:
    """Which written spans the finding reaches into; an empty one when it lies across it."""
    return [
        number for number, (start, end) in enumerate(rewritten.written) if start < finding.end and finding.start < end
    ]


def _pieces(rewritten: TextRewrite, finding: EntityFinding, touched: list[int]) -> Iterator[tuple[int, int, int]]:
    """(start, end, shift) of each piece between written spans, trimmed; the shift leads to the old text's offsets."""
    text = rewritten.text or ""
    position = finding.start
    for border, following in [*((rewritten.written[number]) for number in touched), (finding.end, finding.end)]:
        words = [match.span() for match in _WORD.finditer(text, position, max(border, position))]
        if words:
            yield words[0][0], words[-1][1], _shift(rewritten, words[0][0])
        position = max(position, following)


def _shift(rewritten: TextRewrite, place: int) -> int:
    """What leads from an offset outside the written spans to the old text's."""
    shift = 0
    for finding, (_, end) in zip(rewritten.acted, rewritten.written, strict=True):
        if end > place:
            break
        shift = finding.end - end
    return shift


def _tells(piece: str, *, whole: bool) -> bool:
    """Whether the piece can be personal data."""
    if whole:
        return True
    lists = gazetteer()
    for word in _WORD.findall(piece.lower()):
        ordinary = word in lists.band and not set("gf") & set(lists.kinds.get(word, ""))
        if any(character.isdigit() for character in word) or (len(word) > 1 and not ordinary):
            return True
    return False
