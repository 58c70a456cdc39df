"""Which method of consensus gold favours: every method against the one that decides, on the same gold items.

No method sees gold, so nothing is fitted to the items on which it is judged, and a paired comparison on them is as
honest as one by cross-validation. What would flatter is picking the best of several; the intervals of all methods
therefore hold at once (Bonferroni), hence also for the best one, and p-values are corrected likewise.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from labelcards.assess.quality.consensus import QuestionConsensus
from labelcards.catalog.warnings import warned
from labelcards.documents.figures import FigureTree, figure
from labelcards.documents.policy import SIGNIFICANCE
from labelcards.documents.warning_record import WarningRecord
from labelcards.metrics.consensus.consensus import Floats
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.level import TAIL
from labelcards.metrics.intervals.paired import paired_mean, paired_score

__all__ = ["LEAST_GOLD", "GoldGain", "choice_figures", "choice_warnings", "gains_on_gold"]

LEAST_GOLD = 30
"""With fewer gold items a choice of method would rest on chance, and the tests on approximations that do not hold."""


@dataclass(frozen=True, slots=True)
class GoldGain:
    """A method against the one that decides.

    Attributes:
        method: its name.
        gain: how much more often it is right on the same gold items, or how much nearer numbers are to gold; with an
            interval that holds for all methods at once.
        p: two-sided, corrected for the number of methods; NaN when not tested.
    """

    method: str
    gain: Result
    p: float

    @property
    def clear(self) -> bool:
        """Whether gold shows the method to be better, beyond noise."""
        return isinstance(self.gain, Estimate) and self.gain.value > 0 and self.p <= SIGNIFICANCE


def gains_on_gold(decided: QuestionConsensus) -> list[GoldGain]:
    """Every method that a manifest can choose, but the one that decides, by name.

    Methods are compared by their own labels, before adjudication, on items that have gold and annotations.
    """
    others = [name for name in sorted(decided.kind.deciders) if name in decided.methods and name != decided.deciding]
    base = decided.reference.label
    used = np.flatnonzero((decided.gold >= 0) & (base >= 0))
    if len(used) < LEAST_GOLD:
        why = f"fewer than {LEAST_GOLD} annotated items with gold" if len(used) else "no annotated item has gold"
        return [GoldGain(name, Undefined(why, len(used)), math.nan) for name in others]
    level = 1 - 2 * TAIL / max(len(others), 1)
    return [_gain(decided, name, used, level, len(others)) for name in others]


def _gain(decided: QuestionConsensus, name: str, used: np.ndarray, level: float, tests: int) -> GoldGain:
    truth, mine, base = (each[used] for each in (decided.gold, decided.methods[name].label, decided.reference.label))
    if decided.kind.categorical:
        better, worse = (mine == truth) & (base != truth), (base == truth) & (mine != truth)
        gain, p = paired_score(int(better.sum()), int(worse.sum()), len(used), level)
    else:
        values: Floats = decided.kind.values(decided.answers)
        gain, p = paired_mean(np.abs(values[base] - values[truth]) - np.abs(values[mine] - values[truth]), level)
    if isinstance(gain, Estimate) and gain.method:
        gain = replace(gain, method=f"{gain.method.rsplit(', ', 1)[0]}, {tests} methods at once (Bonferroni), 95%")
    return GoldGain(name, gain, min(p * tests, 1.0))


def choice_figures(decided: QuestionConsensus) -> dict[str, FigureTree]:
    """``questions.<q>.consensus.<method>``: ``gain_on_gold`` and ``gain_p`` of every method but the deciding one."""
    key = "gain_on_gold" if decided.kind.categorical else "error_saved_on_gold"
    tree: dict[str, FigureTree] = {}
    for found in gains_on_gold(decided):
        n = found.gain.n
        why = found.gain.why if isinstance(found.gain, Undefined) else "all differences are equal"
        p: Result = Undefined(why, n) if math.isnan(found.p) else Estimate(found.p, n, why_no_interval="a p-value")
        tree[found.method] = {"gain_on_gold": figure(key, found.gain), "gain_p": figure("gain_p", p)}
    return tree


def choice_warnings(decided: QuestionConsensus) -> list[WarningRecord]:
    """A warning when gold shows another method to be better than the one that decides, beyond noise: the best one."""
    clear = [found for found in gains_on_gold(decided) if found.clear]
    if not clear:
        return []
    best = max(clear, key=lambda found: found.gain.value if isinstance(found.gain, Estimate) else -math.inf)
    gain = best.gain
    assert isinstance(gain, Estimate)  # noqa: S101 - clear ones are
    facts = {"n": gain.n, "gain": gain.value, "low": gain.low, "high": gain.high, "p": best.p}
    names = {
        "method": decided.deciding,
        "better": best.method,
        "scale": "share" if decided.kind.categorical else "number",
    }
    about = ("questions", decided.question, "consensus", best.method, "gain_on_gold")
    return [warned("gold-favours-another", about, **names, **facts)]
