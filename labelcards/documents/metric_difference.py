"""One metric in two label versions: on shared items and as a whole, with verdicts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from labelcards.documents.document import Part
from labelcards.documents.figure_path import PathText
from labelcards.documents.figures import Figure

__all__ = [
    "EVIDENT",
    "VERDICTS",
    "DifferenceVerdict",
    "Family",
    "MetricDifference",
    "VersionContrast",
    "by_estimand",
]

Family = Literal["headline", "alongside", "detail"]
"""What p-values are corrected over together: one figure per question and aspect; details. Other figures of an aspect go
alongside the first."""

DifferenceVerdict = Literal[
    "worse",
    "slightly worse",
    "better",
    "slightly better",
    "changed",
    "no difference",
    "not enough data",
    "not comparable",
]
"""``slightly``: beyond noise, and smaller than the margin that matters in practice. ``changed``: beyond noise, but
neither direction is better. ``no difference``: the whole interval lies within the margin. ``not enough data``: zero and
differences beyond the margin are both in the interval. ``not comparable``: the two figures do not mean the same."""

VERDICTS: tuple[DifferenceVerdict, ...] = get_args(DifferenceVerdict)
"""Worst news first."""

EVIDENT: frozenset[DifferenceVerdict] = frozenset({"worse", "slightly worse", "better", "slightly better", "changed"})
"""Verdicts on differences beyond noise."""


class VersionContrast(Part):
    """A figure in both versions and whether it differs.

    Attributes:
        old, new: the figures; absent where a version lacks it.
        difference: new minus old with its interval, or why there is none.
        paired: whether the interval uses that both versions hold the same items.
        p, p_adjusted: two-sided p-value, and after Benjamini–Hochberg over the family.
        verdict: judged by ``p_adjusted`` at 5%, by the margin and by the interval.
        why: why the figures are not comparable.
        needed: with so many times as many items, a difference of the margin would be found in four of five cases;
            for verdicts ``not enough data``.
    """

    old: Figure | None = None
    new: Figure | None = None
    difference: Figure
    paired: bool
    p: float | None = None
    p_adjusted: float | None = None
    verdict: DifferenceVerdict
    why: str = ""
    needed: float | None = None


class MetricDifference(Part):
    """One metric in both versions: on the items that both have, and of each version as a whole.

    Attributes:
        path: document and path; in the file ``document.path.to.figure``, as gates name it.
        metric, title, unit, direction: from the catalog.
        question: the question it is about; empty for none.
        family: p-values are corrected within a family.
        aspect: what it is a sign of: agreement, accuracy, dispute … Only ``headline`` figures, one per question and
            aspect, are counted.
        margin: a smaller difference does not matter in practice; absent where none is set.
        shared: on shared items, by the same yardstick: what became of the labels. Absent for figures that cannot be
            told for shared items alone.
        composition: what items that came and went, and a changed yardstick, add: whole minus shared.
        whole: of each version as a whole, as its own pages show it.
    """

    path: PathText
    metric: str
    title: str
    unit: str
    direction: str
    question: str = ""
    family: Family
    aspect: str = ""
    margin: float | None = None
    shared: VersionContrast | None = None
    composition: Figure | None = None
    whole: VersionContrast

    @property
    def judged(self) -> VersionContrast:
        """What the verdict on labels rests on: shared items where they can be compared, else the whole."""
        return self.shared or self.whole

    @property
    def verdict(self) -> DifferenceVerdict:
        """The verdict on labels."""
        return self.judged.verdict

    @property
    def evident(self) -> bool:
        """Whether the judged difference is beyond noise."""
        return self.verdict in EVIDENT


def by_estimand(metrics: Iterable[MetricDifference]) -> tuple[list[MetricDifference], list[MetricDifference]]:
    """Figures that are verdicts on labels, and those of whole versions, which other items move as well.

    Where no figure tells shared items apart, all of them are told of the labels.
    """
    held = list(metrics)
    of_labels = [one for one in held if one.shared is not None]
    return (of_labels, [one for one in held if one.shared is None]) if of_labels else (held, [])
