"""Texts that stand for "no answer" in tables that programs and people write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from labelcards.labels.numbers import as_number

__all__ = ["USUAL", "WORDS", "MissingMarkers", "usual_marker"]

USUAL = frozenset(
    (
        *("na", "n/a", "n.a.", "#n/a", "#na", "<na>", "nan", "nat", "null", "nil", "none", "(blank)", "(empty)"),
        *("missing", "no answer", "not answered", "no response", "not available"),
        *("-", "--", "---", "–", "—", ".", "..", "*", "?", "#value!", "#ref!", "#div/0!", "#null!", "\\n"),
    )
)
"""What pandas, R, SQL, spreadsheets, SPSS and people write; compared in lower case."""

WORDS = frozenset(("none", "nil", "skip", "skipped", "don't know", "dont know", "don’t know", "dk"))
"""Words for no answer that a label scheme may hold as well."""

CODES = frozenset((-1.0, -9.0, -88.0, -99.0, -999.0, -9999.0, 9.0, 77.0, 88.0, 99.0, 999.0, 9999.0))
"""Numbers that survey programs write for "no answer"."""


def usual_marker(text: str) -> bool:
    """Whether ``text`` usually means that there is no value."""
    return text.strip().casefold() in USUAL


@dataclass(frozen=True, slots=True)
class MissingMarkers:
    """Which texts are no answers.

    Attributes:
        told: those that a person named; always missing.
        usual: whether `USUAL` counts.
        declared: labels that a person declared; never missing, unless told.
    """

    told: frozenset[str] = frozenset()
    usual: bool = True
    declared: frozenset[str] = frozenset()

    def found(self, counts: Mapping[str, int]) -> dict[str, int]:
        """Those of the values that are markers, with their counts."""
        return {value: count for value, count in counts.items() if self.is_marker(value)}

    def is_marker(self, value: str) -> bool:
        """Whether ``value`` means "no answer"."""
        if value in self.told:
            return True
        return self.usual and value not in self.declared and usual_marker(value)

    def doubtful(self, counts: Mapping[str, int]) -> str | None:
        """The marker that could as well be a label of its own, or None; nothing that a person spoke of is in doubt.

        ``none`` among words may be the answer "none of these". ``-1`` beside whole numbers from 0 may be the step
        below 0; it is a usual code for "no answer", too, as ``99`` beside 1 to 5 is, and a lone number among words.
        """
        others = [value for value in counts if not self.is_marker(value)]
        words = any(as_number(value) is None for value in others)
        if self.usual and words:
            for value in counts:
                if value.casefold() in WORDS and value not in self.told | self.declared:
                    return value
        return None if self.declared else self._doubtful_code(counts)

    def _doubtful_code(self, counts: Mapping[str, int]) -> str | None:
        """A code for "no answer" that stands out: below whole numbers from 0, far above them, or alone among words."""
        asked = [value for value in counts if not self.is_marker(value)]
        for value in asked:
            number = as_number(value)
            if number not in CODES | {0.0}:
                continue
            others = [other for other in asked if as_number(other) != number]
            found = _numbers(others)
            if found is None:
                if len(others) > 1 and all(as_number(other) is None and not other[:1].isdigit() for other in others):
                    return value
                continue
            whole = number != 0 and len(found) > 1 and all(n >= 0 and n.is_integer() for n in found)
            if whole and number is not None and (number < 0 or number > max(20.0, 3 * max(found))):
                return value
        return None


def _numbers(values: Iterable[str]) -> list[float] | None:
    found = [as_number(value) for value in values]
    return None if None in found else [number for number in found if number is not None]
