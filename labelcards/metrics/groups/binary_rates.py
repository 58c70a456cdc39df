"""Rates of a yes/no prediction against the truth, from the four counts TN, FP, FN, TP."""

from __future__ import annotations

from dataclasses import dataclass, replace

from labelcards.metrics.estimate import Result
from labelcards.metrics.intervals.level import LEVEL
from labelcards.metrics.intervals.proportions import newcombe, wilson

__all__ = ["RATES", "BinaryCounts", "rate_difference"]

RATES = ("false_positive_rate", "false_negative_rate", "selection_rate", "precision", "recall")
"""The rates, by the name of the method that computes each."""


@dataclass(frozen=True, slots=True)
class BinaryCounts:
    """How often a prediction was right and wrong; each unit counts once.

    Attributes:
        tn, fp, fn, tp: true negatives, false positives, false negatives, true positives.

    The counts of two groups in the COMPAS data (ProPublica 2016):

    >>> BinaryCounts(990, 805, 532, 1369).rate("false_positive_rate").value.__round__(4)
    0.4485
    """

    tn: int
    fp: int
    fn: int
    tp: int

    @property
    def n(self) -> int:
        """All units."""
        return self.tn + self.fp + self.fn + self.tp

    def fraction(self, name: str) -> tuple[int, int]:
        """Numerator and denominator of one of `RATES`, or of ``accuracy``.

        Raises:
            KeyError: there is no such rate.
        """
        return {
            "accuracy": (self.tp + self.tn, self.n),
            "false_positive_rate": (self.fp, self.fp + self.tn),
            "false_negative_rate": (self.fn, self.fn + self.tp),
            "selection_rate": (self.tp + self.fp, self.n),
            "precision": (self.tp, self.tp + self.fp),
            "recall": (self.tp, self.tp + self.fn),
        }[name]

    def rate(self, name: str, level: float = LEVEL) -> Result:
        """One rate with a Wilson interval; Undefined when its denominator is 0; n = the denominator."""
        return wilson(*self.fraction(name), level)


def rate_difference(first: BinaryCounts, second: BinaryCounts, name: str, level: float = LEVEL) -> Result:
    """The rate in the first group minus that in the second, with Newcombe's interval; n = both denominators."""
    a, b = first.fraction(name), second.fraction(name)
    return replace(newcombe(a, b, level), n=a[1] + b[1])
