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
    "MeasuredError",
    "error_of_independent",
    "error_of_interval",
    "error_of_logit_interval",
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


@dataclass(frozen=True, slots=True)
class MeasuredError:
    """The standard error of a difference, where it does not depend on the difference.

    Attributes:
        error: the standard error.
        units: how many units it rests on; its square falls with their number.

    For shares see `PairedShares` and `IndependentShares`.
    """

    error: float
    units: int

    def detectable(self, aim: DetectionAim, degrees: float | None = None) -> float:
        """The smallest true difference that is found with the aim's power, in the unit of the error.

        Args:
            aim: level and power.
            degrees: of freedom of the error, where it rests on few units.

        >>> round(MeasuredError(0.01, 700).detectable(DetectionAim()), 4)
        0.028
        """
        return aim.multiple(degrees) * self.error

    def needed(self, wanted: float, aim: DetectionAim) -> int | None:
        """How many units of the kind at hand find a difference of ``wanted``, at least 2; None for no sensible number.

        >>> MeasuredError(0.02, 700).needed(0.02, DetectionAim())
        5495
        """
        if wanted <= 0 or self.units <= 0:
            return None
        units = self.units * (aim.multiple() * self.error / wanted) ** 2
        return None if units > _MOST_UNITS else max(2, ceil(units - 1e-9))
