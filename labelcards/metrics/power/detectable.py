"""The smallest difference that data find, and how many units would find a smaller one.

A difference is found when its interval excludes zero. With the standard error s of the difference, a true difference of

    (z(1 - level / 2) + z(power)) · s,         2.80 · s at 5% and 80%,

is found with the wanted power. That is a statement about the design (how many items, how noisy the labels), made before
looking: it uses the observed standard error, and never the observed difference. "Observed power", computed from the
observed difference, says nothing that its p-value does not (Hoenig and Heisey 2001, doi:10.1198/000313001300339897).

Source: Cohen 1988, Statistical Power Analysis for the Behavioral Sciences, 2nd ed., ch. 2; Hulley et al. 2013,
Designing Clinical Research, 4th ed., ch. 6; Bloom 1995, doi:10.1177/0193841X9501900504 (minimum detectable effect as a
multiple of the standard error).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atanh, ceil, sqrt

from scipy import optimize, special

from labelcards.metrics.intervals.level import UPPER

__all__ = [
    "POWER",
    "DetectionAim",
    "Sensitivity",
    "detectable_difference",
    "error_of_independent",
    "error_of_interval",
    "error_of_logit_interval",
    "sensitivity",
    "units_needed",
]

POWER = 0.8
"""How often a difference is to be found, unless somebody says otherwise: four times in five."""

_MOST_UNITS = 10**12


@dataclass(frozen=True, slots=True)
class DetectionAim:
    """How surely a difference is to be found.

    Attributes:
        level: two-sided significance at which a difference counts as found.
        power: how often it is to be found when it is there.

    Raises:
        ValueError: one of them does not lie between 0 and 1, or the power is not above the level.
    """

    level: float = 0.05
    power: float = POWER

    def __post_init__(self) -> None:
        """Check what the attributes promise."""
        if not 0 < self.level < self.power < 1:
            raise ValueError("0 < level < power < 1")

    @property
    def critical(self) -> float:
        """How many standard errors from zero a difference is found: 1.96 at 5%."""
        return float(special.ndtri(1 - self.level / 2))

    @property
    def reserve(self) -> float:
        """How many standard errors beyond that the true difference must lie: 0.84 at 80%."""
        return float(special.ndtri(self.power))

    def multiple(self, degrees: float | None = None) -> float:
        """The smallest difference that is found, in standard errors.

        Args:
            degrees: of freedom of the standard error, where it rests on few units such as annotators; None for many.

        >>> round(DetectionAim().multiple(), 3), round(DetectionAim().multiple(9), 3)
        (2.802, 3.15)
        """
        if degrees is None:
            return self.critical + self.reserve
        critical = float(special.stdtrit(degrees, 1 - self.level / 2))

        def missing(shift: float) -> float:
            return float(special.nctdtr(degrees, shift, critical)) - (1 - self.power)

        return float(optimize.brentq(missing, 0.0, 2 * critical + 10))


def error_of_interval(value: float, low: float, high: float, degrees: float | None = None) -> float:
    """The standard error behind a 95% interval: half its width in quantiles.

    Args:
        value: the estimate; where it lies on one end, the width on the other side counts.
        low, high: the interval.
        degrees: of Student's t, when the interval rests on few units.

    Returns:
        not negative; in the unit of ``value``.

    Source: Altman and Bland 2011, doi:10.1136/bmj.d2090 (from a confidence interval back to the standard error).

    >>> round(error_of_interval(0.5, 0.402, 0.598), 3)
    0.05
    """
    quantile = float(special.ndtri(UPPER) if degrees is None else special.stdtrit(degrees, UPPER))
    inside = low < value < high
    half = (high - low) / 2 if inside else max(high - value, value - low)
    return half / quantile


def error_of_logit_interval(value: float, low: float, high: float, degrees: float, floor: float = -1.0) -> float:
    """The same of an interval that Student's t made on the logit scale of the range ``floor`` … 1.

    >>> round(error_of_logit_interval(0.688829, 0.474147, 0.826199, 13), 3)
    0.08
    """
    half_range = (1 - floor) / 2
    inside, *ends = ((each - floor) / half_range - 1 for each in (value, low, high))
    if not all(-1 < each < 1 for each in (inside, *ends)):
        return error_of_interval(value, low, high, degrees)
    half = (atanh(ends[1]) - atanh(ends[0])) / 2
    return half * half_range * (1 - inside**2) / float(special.stdtrit(degrees, UPPER))


def error_of_independent(error: float) -> float:
    """The standard error of a difference from an independent sample as large as this one.

    Versions that share items vary less against each other, so what is made of it is an upper bound.
    """
    return sqrt(2) * error


def detectable_difference(
    error: float, aim: DetectionAim, *, cases: int | None = None, degrees: float | None = None
) -> float:
    """The smallest true difference that is found with the aim's power.

    Args:
        error: standard error of the difference.
        aim: level and power.
        cases: of a difference of shares, how many cases were compared. A difference of shares needs at least as many
            cases that moved, so that its variance is not less than |difference| / cases, however few moved this time;
            the square of the multiple over ``cases`` is the least that can be found (Connor 1987, doi:10.2307/2531961).
        degrees: of freedom of ``error``.

    Returns:
        positive, in the unit of ``error``.

    >>> round(detectable_difference(0.01, DetectionAim()), 4)
    0.028
    >>> round(detectable_difference(0.0, DetectionAim(), cases=160), 4)
    0.0491
    """
    multiple = aim.multiple(degrees)
    found = multiple * error
    return max(found, multiple**2 / cases) if cases else found


def units_needed(n: int, error: float, wanted: float, aim: DetectionAim, *, shares: bool = False) -> int | None:
    """How many units of the kind at hand find a difference of ``wanted``; its variance falls with their number.

    Args:
        n: units now.
        error: standard error of the difference now.
        wanted: the difference to be found.
        aim: level and power.
        shares: whether it is a difference of shares; see `detectable_difference`.

    Returns:
        at least 2; None for no sensible number.

    >>> units_needed(700, 0.02, 0.02, DetectionAim())
    5495
    """
    if wanted <= 0 or n <= 0:
        return None
    multiple = aim.multiple()
    units = n * (multiple * error / wanted) ** 2
    if shares:
        units = max(units, multiple**2 / wanted)
    return None if units > _MOST_UNITS else max(2, ceil(units - 1e-9))


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What a comparison can find.

    Attributes:
        difference: the smallest true difference that is found with the aim's power.
        needed: how many units would find the wanted difference; None when none is wanted, or no number would do.
    """

    difference: float
    needed: int | None


def sensitivity(
    error: float, n: int, aim: DetectionAim, *, wanted: float | None = None, shares: bool = False
) -> Sensitivity:
    """What a difference with a standard error of ``error``, measured on ``n`` units, can find.

    Args:
        error, n: of the difference.
        aim: level and power.
        wanted: the difference that matters.
        shares: whether it is a difference of shares; see `detectable_difference`.
    """
    found = detectable_difference(error, aim, cases=n if shares else None)
    return Sensitivity(found, None if wanted is None else units_needed(n, error, wanted, aim, shares=shares))
