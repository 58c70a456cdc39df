"""Numeric answers: interval scales, where differences mean something, and ratio scales, where quotients do."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import ClassVar

import numpy as np

from labelcards.labels.kind import Form, LabelKind, Scale, Task, is_missing
from labelcards.labels.limits import why_too_many
from labelcards.labels.numbers import as_number, number_text
from labelcards.labels.reading import LabelDomain, Misfit, Reader
from labelcards.labels.verdict import Decision, Scores
from labelcards.metrics.agreement.count_vectors import Floats
from labelcards.metrics.agreement.distances import (
    Distance,
    IntervalDistance,
    MatrixDistance,
    WeightScheme,
    ratio_distances,
)
from labelcards.metrics.consensus.averages import AVERAGES
from labelcards.metrics.consensus.gold import GoldJudgements, mean_absolute_error, root_mean_squared_error
from labelcards.metrics.consensus.median import averaged, between_two
from labelcards.metrics.ratings import Codes, Ratings

__all__ = ["BELOW_ZERO", "Interval", "Numeric", "Ratio", "parse_number"]


LARGEST = 1e100
"""Coefficients add up squares of differences; above this a sum of them could leave the range of floating point."""


PLACES = 12
"""Significant digits of a number that consensus makes; in later ones, sums in another order differ."""


def parse_number(text: str) -> str:
    """The shortest text that reads back as the same number.

    Raises:
        ValueError: it is missing, not a finite number, or beyond `LARGEST`.
    """
    if is_missing(text):
        raise ValueError("the answer is missing")
    number = as_number(text)
    if number is None:
        raise ValueError("the answer is not a finite number")
    if abs(number) > LARGEST:
        raise ValueError("the answer is a number beyond 1e100, whose squares cannot be added up")
    return number_text(number)


BELOW_ZERO = Misfit(
    "below-zero",
    "The number is below zero; a ratio scale begins there, and quotients of negative numbers mean nothing.",
    "Use interval in place of ratio, or correct it.",
)


class Numeric(LabelKind):
    """Numbers.

    Domain: finite numbers between the declared bounds. Equality: equal numbers (``1`` and ``1.0`` are one answer).
    Missing: no answer; NaN and infinity are not answers.
    """

    categorical: ClassVar[bool] = False
    scale: ClassVar[Scale | None] = "number"
    form: ClassVar[Form] = "number"
    task: ClassVar[Task | None] = "regression"
    deciders: ClassVar[tuple[str, ...]] = ("median", "mean", "trimmed_mean")
    weights: ClassVar[tuple[WeightScheme, ...]] = ("quadratic", "linear")
    coefficients: ClassVar[tuple[str, ...]] = (
        "percent",
        "alpha",
        "gwet_ac2",
        "cohen_kappa_linear",
        "cohen_kappa_quadratic",
    )
    compared: ClassVar[tuple[str, ...]] = ("percent", "alpha")

    def parse(self, text: str) -> str:
        """The shortest text that reads back as the same number."""
        return parse_number(text)

    def reader(self, allowed: LabelDomain) -> Reader:
        """Numbers between the bounds, these included."""
        low = -math.inf if allowed.minimum is None else allowed.minimum
        high = math.inf if allowed.maximum is None else allowed.maximum
        bad = Misfit("bad-number", "The answer is not a number.", "Write digits with a decimal point, no separators.")
        message = f"The number is outside {number_text(low)} … {number_text(high)}."
        outside = Misfit("number-out-of-bounds", message, "Correct it, or the bounds in dataset.yaml.")

        def read(text: str) -> str | Misfit:
            value = as_number(text)
            if value is None:
                return bad
            return number_text(value) if low <= value <= high else outside

        return read

    def order(self, labels: Iterable[str]) -> tuple[str, ...]:
        """Ascending."""
        return tuple(sorted(set(labels), key=float))

    def values(self, labels: Sequence[str]) -> Floats:
        """The numbers."""
        return np.array([float(label) for label in labels], dtype=np.float64)

    def consensus(
        self, ratings: Ratings, answers: Sequence[str], declared: Sequence[str], *, only: str = ""
    ) -> Decision:
        """Median, mean and trimmed mean: no number need occur twice, so votes say nothing.

        What they make need not be one of the given numbers; it is rounded to `PLACES` significant digits.
        """
        values, texts = self.values(answers), list(answers)
        known = {text: code for code, text in enumerate(texts)}
        methods = {}
        for name in (only,) if only else sorted(self.deciders):
            codes = _coded(AVERAGES[name](ratings, values), known, texts)
            methods[name] = averaged(name, ratings, codes, between_two(ratings) if name == "median" else None)
        return Decision(methods, answers=tuple(texts))

    def scores(self, scored: GoldJudgements, answers: Sequence[str], *, seed: int = 0) -> Scores:
        """How far off, in the unit of the number."""
        values = self.values(answers)
        return Scores(
            {
                "mean_absolute_error": mean_absolute_error(scored, values),
                "root_mean_squared_error": root_mean_squared_error(scored, values),
            }
        )


class Interval(Numeric):
    """Numbers of which differences mean something.

    Distance: squared difference, for as many distinct numbers as there are.
    """

    name: ClassVar[str] = "interval"

    def distance(self, labels: Sequence[str], given: Codes | None = None, *, of: str = "alpha") -> Distance:
        """Krippendorff's interval metric; centered where the annotations are."""
        values = self.values(labels)
        center = None if given is None or not len(given) else float(np.median(values[given]))
        return IntervalDistance(values, center=center)

    def distance_table(self, labels: Sequence[str], given: Codes) -> Floats:
        """Squared differences."""
        values = self.values(labels)
        return np.asarray((values[:, None] - values[None, :]) ** 2)


class Ratio(Numeric):
    """Numbers with a true zero, of which quotients mean something.

    Distance: squared difference over sum, so that a step from 1 to 2 is as far as from 10 to 20.
    """

    name: ClassVar[str] = "ratio"

    def parse(self, text: str) -> str:
        """The shortest text that reads back as the same number, which is not below zero."""
        number = parse_number(text)
        if float(number) < 0:
            raise ValueError("the answer is below zero, which a ratio scale does not have")
        return number

    def reader(self, allowed: LabelDomain) -> Reader:
        """Numbers between the bounds, none below zero."""
        read = super().reader(allowed)
        if allowed.minimum is not None and allowed.minimum >= 0:
            return read

        def above_zero(text: str) -> str | Misfit:
            value = as_number(text)
            return BELOW_ZERO if value is not None and value < 0 else read(text)

        return above_zero

    def distance(self, labels: Sequence[str], given: Codes | None = None, *, of: str = "alpha") -> Distance:
        """Krippendorff's ratio metric."""
        return MatrixDistance(ratio_distances(self.values(labels)), "ratio", standard=True)

    def why_no_distance(self, K: int) -> str | None:
        """The metric is a table of K × K numbers."""
        return why_too_many(K)

    def distance_table(self, labels: Sequence[str], given: Codes) -> Floats:
        """Squared difference over sum."""
        return ratio_distances(self.values(labels))


def _coded(numbers: Floats, known: dict[str, int], texts: list[str]) -> Codes:
    """(N,) codes of numbers (N,), -1 for NaN; a number that is not among ``texts`` is added to both."""
    distinct, place = np.unique(numbers, return_inverse=True)
    codes = np.full(len(distinct), -1, dtype=np.intp)
    for at, number in enumerate(distinct.tolist()):
        if not math.isnan(number):
            text = number_text(float(f"{number:.{PLACES}g}"))
            codes[at] = known.setdefault(text, len(texts))
            if codes[at] == len(texts):
                texts.append(text)
    return np.asarray(codes[place])
