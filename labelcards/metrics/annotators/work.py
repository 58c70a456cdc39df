"""How long the work takes: seconds per annotation, hours, throughput, turnaround. Times are seconds since any epoch."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import stats

from labelcards.metrics.consensus.consensus import Flags, Floats
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.level import UPPER
from labelcards.metrics.intervals.shares import quantile_of
from labelcards.metrics.ratings import Codes

__all__ = [
    "Durations",
    "annotator_seconds",
    "durations",
    "hours",
    "items_per_hour",
    "seconds_per_annotation",
    "throughput",
    "turnaround",
]

PAUSE_FACTOR = 10.0
SHORTEST_PAUSE = 60.0
NO_TIMES = "annotations have no times"


@dataclass(frozen=True, slots=True, eq=False)
class Durations:
    """How long each of R annotations took.

    Attributes:
        annotator: (R,) codes.
        seconds: (R,) time at work; NaN when unknown. A pause counts as the annotator's median.
        pause: (R,) whether the time in the table was cut as a pause.
    """

    annotator: Codes
    seconds: Floats
    pause: Flags

    @property
    def timed(self) -> Flags:
        """(R,) whether the time is known."""
        return np.isfinite(self.seconds)


def durations(annotator: Codes, started: Floats, submitted: Floats) -> Durations:
    """Times at work, with pauses cut.

    An annotation takes from its start, but not before the annotator's previous submission (tools stamp whole batches
    when a page opens), to its submission; without a start, from the previous submission, which leaves the first one
    unknown. A time of more than ten times the annotator's median, and of more than a minute, is a pause: it is counted
    as the median. Times of zero or less are unknown.

    Args:
        annotator: (R,) codes.
        started, submitted: (R,) seconds; NaN when missing.
    """
    order = np.lexsort((np.where(np.isfinite(submitted), submitted, np.inf), annotator))
    who, end = annotator[order], submitted[order]
    previous = np.full(len(order), np.nan)
    same = np.zeros(len(order), dtype=np.bool_)
    same[1:] = who[1:] == who[:-1]
    previous[1:] = np.where(same[1:], end[:-1], np.nan)
    begin = np.fmax(started[order], previous)
    spent = end - begin
    spent[~(spent > 0)] = np.nan
    pause = np.zeros(len(order), dtype=np.bool_)
    bounds = np.flatnonzero(~same)
    for start, stop in pairwise(np.append(bounds, len(order))):
        known = np.isfinite(spent[start:stop])
        if known.any():
            median = float(np.median(spent[start:stop][known]))
            long = known & (spent[start:stop] > max(PAUSE_FACTOR * median, SHORTEST_PAUSE))
            pause[start:stop] = long
            spent[start:stop][long] = median
    seconds, cut = np.empty(len(order)), np.empty(len(order), dtype=np.bool_)
    seconds[order], cut[order] = spent, pause
    return Durations(annotator, seconds, cut)


def seconds_per_annotation(times: Durations) -> Result:
    """Median seconds of the annotations whose time is known and was not cut; Woodruff's interval by annotator."""
    chosen = times.timed & ~times.pause
    return quantile_of(times.seconds[chosen], 0.5, cluster=times.annotator[chosen], by="annotator", nothing=NO_TIMES)


def annotator_seconds(times: Durations, rows: Codes) -> Result:
    """Median seconds per annotation of the given ``rows`` (one annotator's), taking annotations as independent."""
    seconds = times.seconds[rows]
    seconds = seconds[np.isfinite(seconds) & ~times.pause[rows]]
    return quantile_of(seconds, 0.5, by="annotation", nothing=NO_TIMES)


def items_per_hour(seconds: Result) -> Result:
    """3600 divided by the median seconds, with the bounds of the interval swapped."""
    if isinstance(seconds, Undefined):
        return seconds
    if seconds.low is None or seconds.high is None or seconds.low <= 0:
        why = seconds.why_no_interval or "a bound of the time is zero"
        return Estimate(3600 / seconds.value, seconds.n, why_no_interval=why)
    return Estimate(3600 / seconds.value, seconds.n, seconds.method, 3600 / seconds.high, 3600 / seconds.low)


def hours(times: Durations) -> Result:
    """Sum of the times at work; annotations without a time are not in it."""
    if not times.timed.any():
        return Undefined(NO_TIMES, len(times.seconds))
    total = float(times.seconds[times.timed].sum()) / 3600
    return Estimate(total, int(times.timed.sum()), why_no_interval="a sum over the timed annotations")


def throughput(times: Durations) -> Result:
    """Annotations per hour at work, over all annotators.

    The interval is a t interval of the log ratio Σ annotations / Σ hours over annotators, who differ in speed; ``n`` is
    the number of annotators. Without an interval for a single annotator.
    """
    timed = times.timed
    if not timed.any():
        return Undefined(NO_TIMES, len(times.seconds))
    count = np.bincount(times.annotator[timed]).astype(np.float64)
    spent = np.bincount(times.annotator[timed], times.seconds[timed]) / 3600
    count, spent = count[count > 0], spent[spent > 0]
    n = len(count)
    value = float(count.sum() / spent.sum())
    if n < 2:
        return Estimate(value, n, why_no_interval="one annotator")
    gap = count / count.sum() - spent / spent.sum()
    half = float(stats.t.ppf(UPPER, n - 1)) * math.sqrt(n / (n - 1) * float(gap @ gap))
    method = "t interval of the log ratio, clustered by annotator, 95%"
    return Estimate(value, n, method, value * math.exp(-half), value * math.exp(half))


def turnaround(last_annotation: Floats, decided: Floats, share: float) -> Result:
    """Hours from an item's last annotation to its adjudication: the quantile ``share`` with Woodruff's interval.

    Args:
        last_annotation: (I,) seconds, per adjudicated item; NaN when unknown.
        decided: (I,) seconds; NaN when unknown. Items decided before their last annotation are left out.
        share: 0.5 for the median, 0.9 for what nine in ten items stay below.
    """
    waited = (decided - last_annotation) / 3600
    valid = waited[np.isfinite(waited) & (waited >= 0)]
    return quantile_of(valid, share, nothing="no adjudication with a time after the last annotation's")
