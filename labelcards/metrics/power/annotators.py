"""What data detect when other people would answer: a variance over items, and one over annotators that items leave.

More items do not help against few annotators. Of a figure with the variance s² over items, and s² + a² over items and M
annotators, n' items and M' annotators have about s² · n / n' + a² · M / M' (each part falls with the number of its own
units; Owen 2007, doi:10.1214/07-AOAS122). Its degrees of freedom are those of its few annotators.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from labelcards.metrics.power.detectable import DetectionAim, error_of_independent

__all__ = ["TwoWayError"]

_MOST_ANNOTATORS = 1_000_000


@dataclass(frozen=True, slots=True)
class TwoWayError:
    """The standard error of a figure, taken apart.

    Attributes:
        items: over items, these annotators given.
        both: over items and annotators; not less.
        annotators: how many there are.
    """

    items: float
    both: float
    annotators: int

    @property
    def of_annotators(self) -> float:
        """What is left of it however many items there are."""
        return sqrt(max(self.both**2 - self.items**2, 0.0))

    def detectable(self, aim: DetectionAim, *, annotators: int | None = None, items: float = 1.0) -> float:
        """The smallest difference that is found between this figure and one of other items and annotators, as many.

        Args:
            aim: level and power.
            annotators: so many instead of those that there are.
            items: so many times as many items; ``math.inf`` for no end of them.

        >>> from math import inf
        >>> error = TwoWayError(0.016, 0.08, 14)
        >>> round(error.detectable(DetectionAim()), 3), round(error.detectable(DetectionAim(), items=inf), 3)
        (0.329, 0.323)
        """
        many = annotators or self.annotators
        error = sqrt(self.items**2 / items + self.of_annotators**2 * self.annotators / many)
        return aim.multiple(2 * (many - 1)) * error_of_independent(error)

    def annotators_needed(self, wanted: float, aim: DetectionAim, *, items: float = 1.0) -> int | None:
        """The smallest number of annotators, each version's own, with which ``wanted`` is found.

        Args:
            wanted: the difference to be found.
            aim: level and power.
            items: so many times as many items as now.

        Returns:
            at least 3; None where these items do not do, whoever answers.
        """
        if wanted <= 0 or self.detectable(aim, annotators=_MOST_ANNOTATORS, items=items) > wanted:
            return None
        low, high = 2, _MOST_ANNOTATORS
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (
                (low, middle) if self.detectable(aim, annotators=middle, items=items) <= wanted else (middle, high)
            )
        return high
