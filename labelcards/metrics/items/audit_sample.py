"""The true error rate of labels from an audited sample: which items to check, and what the checks say about all.

A count of flagged items is not an error rate: flags miss errors and hit right labels. A random sample, drawn more
densely where errors are likely and weighted back, is. W. G. Cochran (1977), Sampling Techniques, 3rd ed., ch. 5.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy import signal, stats

from labelcards.metrics.consensus.consensus import Floats
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.level import TAIL, UPPER
from labelcards.metrics.ratings import Codes

__all__ = ["allocate", "draw_sample", "stratified_error_rate"]

CELLS = 20_000
"""Into how many steps the possible numbers of errors are divided at most."""


def allocate(sizes: npt.ArrayLike, expected: npt.ArrayLike, n: int, *, at_least: int = 2) -> Codes:
    """How many of ``n`` checks each stratum gets: Neyman's rule, proportional to size × standard deviation.

    Args:
        sizes: (S,) items per stratum.
        expected: (S,) expected error rate of each stratum, in [0, 1].
        n: how many items to check in all.
        at_least: checks that every stratum gets first, as far as it has items (one check has no variance).

    Returns:
        (S,) numbers that sum to min(n, number of items) and never exceed the stratum; when ``n`` is too small for
        ``at_least`` everywhere, the first strata get theirs first.
    """
    sizes = np.asarray(sizes, dtype=np.intp)
    rates = np.clip(np.asarray(expected, dtype=np.float64), 0.01, 0.99)
    need = sizes * np.sqrt(rates * (1 - rates))
    given = np.zeros(len(sizes), dtype=np.intp)
    left = min(n, int(sizes.sum()))
    for stratum, size in enumerate(sizes):
        given[stratum] = min(at_least, int(size), left)
        left -= int(given[stratum])
    for _ in range(left):
        hunger = np.where(given < sizes, need / (given + 1), -1.0)
        given[int(np.argmax(hunger))] += 1
    return given


def draw_sample(stratum: Codes, counts: Codes, rng: np.random.Generator) -> Codes:
    """Positions (ascending) of a simple random sample without replacement of ``counts[s]`` items in each stratum s.

    Args:
        stratum: (N,) codes 0 … S-1.
        counts: (S,) how many to draw.
        rng: the source of randomness; equal generators draw equal samples.

    Raises:
        ValueError: if a stratum has fewer items than are to be drawn.
    """
    drawn = []
    for code, count in enumerate(counts):
        members = np.flatnonzero(stratum == code)
        if count > len(members):
            raise ValueError("a stratum has fewer items than are to be drawn")
        drawn.append(rng.choice(members, size=int(count), replace=False))
    return np.sort(np.concatenate(drawn)).astype(np.intp) if drawn else np.zeros(0, dtype=np.intp)


def stratified_error_rate(sizes: npt.ArrayLike, checked: npt.ArrayLike, wrong: npt.ArrayLike) -> Result:
    """Error rate of all items, from checks of a stratified random sample without replacement.

    Formula: Σ_s W_s · wrong_s / checked_s with W_s the stratum's share of items. The interval is for these items, not
    for others like them: what was checked is known, and only the unchecked items are uncertain. Of a single stratum it
    is the exact hypergeometric one (Clopper and Pearson's for a finite population). Of several, how many unchecked
    items are wrong is beta-binomial in each, and the bounds are quantiles of their sum; the error that Clopper and
    Pearson add to a bound is shared among the strata by their size. So a sample of most items has a narrow interval,
    one without errors does not take "none found" for "none there", and no bound contradicts a check.

    Args:
        sizes: (S,) items per stratum.
        checked: (S,) items checked.
        wrong: (S,) of these, how many were wrong.

    Returns:
        the rate in [0, 1], ``n`` = checks; undefined when a stratum with items has no check.

    Raises:
        ValueError: unless 0 ≤ wrong ≤ checked ≤ sizes.

    Sources: Cochran 1977, ch. 5; Buonaccorsi 1987, The American Statistician 41, 215–218 (hypergeometric); Ericson
    1969, JRSS B 31, 195–233 (beta-binomial); Kerman 2011, doi:10.1214/11-EJS648 (a third). What is shared by size is
    ours, and measured: ``docs/reference/interval-coverage.md``.
    """
    N, n, x = (np.asarray(values, dtype=np.float64) for values in (sizes, checked, wrong))
    if not ((x >= 0) & (x <= n) & (n <= N)).all():
        raise ValueError("0 ≤ wrong ≤ checked ≤ sizes")
    filled = N > 0
    N, n, x = N[filled], n[filled], x[filled]
    if len(N) == 0:
        return Undefined("no items")
    if (n == 0).any():
        return Undefined("a stratum has no checked item", int(n.sum()))
    rate = min(max(float(N @ (x / n)) / float(N.sum()), 0.0), 1.0)
    total, population = int(n.sum()), int(N.sum())
    if (n == N).all():
        return Estimate(rate, total, why_no_interval=f"all {population:,} items were checked")
    bounds = _unchecked_errors(N - n, n, x, N / N.sum())
    low, high = ((float(x.sum()) + unchecked) / population for unchecked in bounds)
    kind = "hypergeometric, exact" if len(N) == 1 else f"beta-binomial in {len(N)} strata"
    method = f"{kind}, without replacement from {population:,} items, 95%"
    return Estimate(rate, total, method, min(low, rate), max(min(high, 1.0), rate))


def _unchecked_errors(left: Floats, n: Floats, x: Floats, weight: Floats) -> tuple[float, float]:
    """Between how many of the ``left`` (S,) unchecked items per stratum are wrong: the bounds of their sum.

    For the upper bound a stratum of share W has ``x + 1/3 + 2/3 W`` errors and ``n - x + 1/3 - W / 3`` right labels,
    for the lower one the other way round: with one stratum x + 1 and n - x, the hypergeometric bounds; with many,
    Kerman's.
    """
    step = max(1, math.ceil(float(left.sum()) / CELLS))
    more, less = (1 + 2 * weight) / 3, (1 - weight) / 3
    low, high = _sum_of(left, x + less, n - x + more, step), _sum_of(left, x + more, n - x + less, step)
    return float(np.searchsorted(low, TAIL, "right")) * step, float(np.searchsorted(high, UPPER, "left")) * step


def _sum_of(left: Floats, a: Floats, b: Floats, step: int) -> Floats:
    """Probability of at most 0, 1, … times ``step`` errors among all unchecked items."""
    joint = np.ones(1)
    for stratum in zip(left.astype(np.intp).tolist(), a.tolist(), b.tolist(), strict=True):
        joint = np.maximum(signal.fftconvolve(joint, _errors(*stratum, step)), 0.0)
    return np.asarray(np.cumsum(joint / joint.sum()))


def _errors(U: int, a: float, b: float, step: int) -> Floats:
    """Probability of 0, 1, … times ``step`` errors among U unchecked items; of a large stratum by the beta curve."""
    cells = -(-U // step)
    if a <= 0 or b <= 0:
        return np.asarray(np.eye(1, cells + 1, 0 if a <= 0 else cells)[0])
    if step == 1:
        return np.asarray(stats.betabinom.pmf(np.arange(U + 1), U, a, b))
    edges = (np.arange(cells + 2) - 0.5) * step / max(U, 1)
    shares: Floats = np.diff(stats.beta.cdf(np.clip(edges, 0.0, 1.0), a, b))
    return shares if U else np.ones(1)
