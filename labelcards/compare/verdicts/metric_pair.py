"""One metric of two versions before it is judged, and the difference of two figures that know nothing of each other."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from scipy import special

from labelcards.documents.figures import Figure
from labelcards.documents.metric_difference import Family
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.level import UPPER
from labelcards.metrics.intervals.variance_parts import DifferenceTest

__all__ = ["FigureContrast", "MetricPair", "p_of_interval", "unpaired_difference"]


@dataclass(frozen=True, slots=True)
class FigureContrast:
    """A figure in both versions.

    Attributes:
        old, new: the figures; None where a version lacks it.
        difference: new minus old.
        paired: whether the interval uses that the versions share items.
        p: two-sided p-value of no difference; None without an interval.
        why: why the figures do not mean the same, though both are there; empty when they do.
    """

    old: Figure | None
    new: Figure | None
    difference: Result
    paired: bool
    p: float | None
    why: str = ""

    @classmethod
    def of(cls, old: Figure | None, new: Figure | None, found: DifferenceTest) -> FigureContrast:
        """A paired contrast."""
        return cls(old, new, found.difference, paired=True, p=found.known)


@dataclass(frozen=True, slots=True)
class MetricPair:
    """One metric in both versions, before its verdict.

    Attributes:
        path: document and dotted path.
        metric: catalog key.
        family: what its p-value is corrected together with: ``headline`` or ``detail``.
        whole: of each version as a whole.
        shared: on the items that both have, by one yardstick; None where that cannot be told.
        composition: whole minus shared.
    """

    path: tuple[str, ...]
    metric: str
    family: Family
    whole: FigureContrast
    shared: FigureContrast | None = None
    composition: Result | None = None

    @property
    def question(self) -> str:
        """The question it is about; empty for none."""
        return self.path[2] if self.path[1] == "questions" else ""

    @property
    def judged(self) -> FigureContrast:
        """What the verdict on labels rests on."""
        return self.shared or self.whole


def p_of_interval(difference: Result, degrees: float | None = None) -> float | None:
    """The two-sided p-value that belongs to an interval: 5% exactly when a 95% interval ends at zero.

    Args:
        difference: a difference with its 95% interval; the bound on zero's side counts.
        degrees: degrees of freedom when the interval rests on Student's t; else it is taken as normal.

    Returns:
        p in (0, 1], or None without an interval.

    Source: Altman and Bland 2011, doi:10.1136/bmj.d2304 (p from a confidence interval).

    >>> round(p_of_interval(Estimate(0.196, 100, "", 0.0, 0.392)), 3)
    0.05
    """
    if not isinstance(difference, Estimate) or difference.low is None or difference.high is None:
        return None
    value = difference.value
    if value == 0:
        return 1.0
    half = value - difference.low if value > 0 else difference.high - value
    if half <= 0:
        return None
    if degrees is None:
        return float(2 * special.ndtr(-special.ndtri(UPPER) * abs(value) / half))
    quantile = float(special.stdtrit(degrees, UPPER))
    return float(2 * special.stdtr(degrees, -quantile * abs(value) / half))


def unpaired_difference(old: Figure, new: Figure) -> Result:
    """New minus old from the two figures alone, as if the versions were independent samples.

    Versions that share items move together, so the interval is too wide rather than too narrow.

    Source: Zou and Donner 2008, doi:10.1002/sim.3095 (method of variance estimates recovery; for shares with Wilson
    bounds it is Newcombe's method 10).

    >>> old = Figure(metric="accuracy", value=0.6, low=0.4905, high=0.7004, n=80)
    >>> new = Figure(metric="accuracy", value=0.8, low=0.6921, high=0.8771, n=70)
    >>> found = unpaired_difference(old, new)
    >>> round(found.low, 3), round(found.high, 3)
    (0.053, 0.334)
    """
    n = (old.n or 0) + (new.n or 0)
    for name, figure in (("new", new), ("old", old)):
        if figure.value is None:
            return Undefined(f"{name} version: {figure.why}", n)
    if old.value is None or new.value is None:
        raise AssertionError("both are defined")
    value = new.value - old.value
    for name, figure in (("new", new), ("old", old)):
        if figure.low is None or figure.high is None:
            return Estimate(value, n, why_no_interval=f"{name} version: no interval ({figure.why})")
    down = sqrt((new.value - (new.low or 0.0)) ** 2 + ((old.high or 0.0) - old.value) ** 2)
    up = sqrt(((new.high or 0.0) - new.value) ** 2 + (old.value - (old.low or 0.0)) ** 2)
    if down == 0 or up == 0:
        return Estimate(value, n, why_no_interval="one of the intervals has no width")
    return Estimate(value, n, "unpaired, from both intervals, 95%", value - down, value + up)
