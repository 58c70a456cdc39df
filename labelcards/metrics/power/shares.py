"""The smallest difference of shares that is found, whose variance grows with the difference itself.

Shares of the same items differ by the items that moved. What was measured tells how many moved both ways and cancel,
the churn c; a difference d needs d more that move one way, so that a share c + d moves, and

    d = (z(1 - level / 2) · sqrt(c + d) + z(power) · sqrt(c + d - d²)) / sqrt(n)

is found. With the standard error held as it was measured, a comparison in which little moved would be credited with
finding what it cannot: in the simulations of docs/reference/power.md, 4.7 points that are found 66% of the time.

Source: Connor 1987, doi:10.2307/2531961 (sample size for McNemar's test); Fleiss, Levin and Paik 2003, Statistical
Methods for Rates and Proportions, 3rd ed., ch. 4 (independent shares).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

from scipy import optimize

from labelcards.metrics.power.detectable import DetectionAim

__all__ = ["IndependentShares", "PairedShares"]

_LEAST = 1e-9
_MOST_UNITS = 10**12


@dataclass(frozen=True, slots=True)
class PairedShares:
    """A difference of two shares of the same cases.

    Attributes:
        churn: share of the cases that moved and cancel each other.
        cases: how many cases there are.
    """

    churn: float
    cases: int

    @classmethod
    def measured(cls, value: float, error: float, cases: int) -> PairedShares:
        """From a difference with its standard error: value² + cases · error² of the cases moved.

        As many as the true difference moved one way; its square is value² - error², without bias.

        >>> round(PairedShares.measured(0.0, 0.016, 400).churn, 4)
        0.1024
        """
        one_way = sqrt(max(value**2 - error**2, 0.0))
        return cls(max(value**2 + cases * error**2 - one_way, 0.0), cases)

    def detectable(self, aim: DetectionAim, degrees: float | None = None) -> float | None:
        """The smallest true difference that is found; None where none is, as the difference cannot be larger than 1.

        Args:
            aim: level and power.
            degrees: of freedom of the standard error, where it rests on few units.

        >>> aim = DetectionAim()
        >>> round(PairedShares(0.1024, 400).detectable(aim), 3), round(PairedShares(0, 160).detectable(aim), 3)
        (0.055, 0.048)
        """
        more = aim.multiple(degrees) / aim.multiple()

        def missing(wanted: float) -> float:
            return wanted - more * self._wanted_errors(wanted, aim) / sqrt(self.cases)

        return None if missing(1.0) < 0 else float(optimize.brentq(missing, _LEAST, 1.0))

    def _wanted_errors(self, wanted: float, aim: DetectionAim) -> float:
        moved = self.churn + wanted
        return aim.critical * sqrt(moved) + aim.reserve * sqrt(max(moved - wanted**2, 0.0))

    def needed(self, wanted: float, aim: DetectionAim) -> int | None:
        """How many cases find ``wanted``; None for no sensible number.

        >>> PairedShares(0.1024, 400).needed(0.055, DetectionAim())
        407
        """
        if not 0 < wanted <= 1:
            return None
        cases = (self._wanted_errors(wanted, aim) / wanted) ** 2
        return None if cases > _MOST_UNITS else max(2, ceil(cases - 1e-9))


@dataclass(frozen=True, slots=True)
class IndependentShares:
    """A difference between a share and that of as many other cases, which lies nearer to one half.

    Attributes:
        share: the share at hand.
        effective: how many independent cases it is worth.
        cases: how many there are.
    """

    share: float
    effective: float
    cases: int

    @classmethod
    def measured(cls, share: float, error: float, cases: int) -> IndependentShares:
        """From a share with its standard error; a share of 0 or 1 is worth as many cases as there are.

        >>> round(IndependentShares.measured(0.9, 0.03, 160).effective)
        100
        """
        spread = share * (1 - share)
        return cls(share, spread / error**2 if spread > 0 and error > 0 else float(cases), cases)

    def detectable(self, aim: DetectionAim, degrees: float | None = None) -> float | None:
        """The smallest true difference that is found; None where none below one half is.

        >>> round(IndependentShares(0.92, 160, 160).detectable(DetectionAim()), 3)
        0.106
        """
        more = aim.multiple(degrees) / aim.multiple()

        def missing(wanted: float) -> float:
            return wanted - more * self._wanted_errors(wanted, aim) / sqrt(self.effective)

        most = max(self.share, 1 - self.share)
        return None if missing(most) < 0 else float(optimize.brentq(missing, _LEAST, most))

    def _wanted_errors(self, wanted: float, aim: DetectionAim) -> float:
        """Under no difference both have the mean of the two shares."""
        other = self.share - wanted if self.share >= 0.5 else self.share + wanted
        mean = (self.share + other) / 2
        apart = self.share * (1 - self.share) + max(other * (1 - other), 0.0)
        return aim.critical * sqrt(2 * mean * (1 - mean)) + aim.reserve * sqrt(apart)

    def needed(self, wanted: float, aim: DetectionAim) -> int | None:
        """How many cases of each find ``wanted``; None for no sensible number."""
        if not 0 < wanted < max(self.share, 1 - self.share):
            return None
        effective = (self._wanted_errors(wanted, aim) / wanted) ** 2
        cases = effective * self.cases / self.effective
        return None if cases > _MOST_UNITS else max(2, ceil(cases - 1e-9))
