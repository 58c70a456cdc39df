"""Texts that stand for "no answer" in tables that programs and people write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from labelcards.labels.numbers import as_number

__all__ = ["USUAL", "WORDS", "MissingMarkers", "usual_marker"]

USUAL = frozenset(
    (
        *("na", "n/a", "n.a.", "#n/a", "#na", "<na>", "nan", "nat", "null", "nil", "none", "(blank)", "(empty)"),
        *("-", "--", "---", "–", "—", ".", "..", "*", "?", "#value!", "#ref!", "#div/0!", "#null!", "\\n"),
    )
)
"""What pandas, R, SQL, spreadsheets, SPSS and people write; compared in lower case."""

WORDS = frozenset(("none", "nil"))
"""Those that are also words which a label scheme may hold."""


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
        below 0; it is a usual code for "no answer", too.
        """
        others = [value for value in counts if not self.is_marker(value)]
        words = any(as_number(value) is None for value in others)
        if self.usual and words:
            for value in counts:
                if value.casefold() in WORDS and value not in self.told | self.declared:
                    return value
        minus = next((value for value in counts if as_number(value) == -1), None)
        if minus is None or minus in self.told | self.declared or self.declared:
            return None
        numbers = _numbers(value for value in others if value != minus)
        whole = numbers is not None and len(numbers) > 1 and all(n >= 0 and n.is_integer() for n in numbers)
        return minus if whole else None


def _numbers(values: Iterable[str]) -> list[float] | None:
    found = [as_number(value) for value in values]
    return None if None in found else [number for number in found if number is not None]
