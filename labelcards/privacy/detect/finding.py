"""One piece of personal data found in a text."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["EntityFinding", "TextFindings"]


class EntityFinding(NamedTuple):
    """A span of a text and what it is.

    Attributes:
        start: first character, 0-based.
        end: one past the last character.
        entity_type: Presidio's name of the type, e.g. ``PERSON``.
        score: confidence in (0, 1].
    """

    start: int
    end: int
    entity_type: str
    score: float

    @property
    def order(self) -> tuple[int, int, str, float]:
        """Findings are listed by position, longer first, then by type."""
        return (self.start, -self.end, self.entity_type, -self.score)


class TextFindings(NamedTuple):
    """What the detector says about one text.

    Attributes:
        findings: sorted by `EntityFinding.order`; they may overlap.
        failure: why the text could not be searched (``too-long``, ``control-character``, ``too-many-findings``,
            ``recognizer-failed``); empty when it could. A text with a failure must be withheld: nothing is known
            about it.
    """

    findings: tuple[EntityFinding, ...] = ()
    failure: str = ""
