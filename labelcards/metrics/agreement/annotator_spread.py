"""What it adds to the uncertainty of a difference between versions that other annotators answered.

Every annotator is deleted once: from both versions where they answered in both. Annotators who answered alike in both
versions therefore add nothing, and a pool that was exchanged adds the variance of either side.

Source: MacKinnon, Nielsen and Webb 2024, arXiv:2406.08880 (two-way cluster jackknife); see `two_way`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labelcards.metrics.agreement.coefficients import VectorCoefficient
from labelcards.metrics.agreement.count_vectors import Floats, count_vectors
from labelcards.metrics.agreement.removal import removals
from labelcards.metrics.agreement.two_way import LEAST_ANNOTATORS
from labelcards.metrics.annotators.codes import repeats_an_item
from labelcards.metrics.intervals.variance_parts import VariancePart
from labelcards.metrics.ratings import Codes, Ratings

__all__ = ["AnnotatorPools", "AnnotatorSpread", "annotator_spread"]


@dataclass(frozen=True, slots=True, eq=False)
class AnnotatorPools:
    """Who answered in two versions.

    Attributes:
        old, new: (M,) codes of each version's annotators, the same code for the same person in both.
        size: how many persons there are.
    """

    old: Codes
    new: Codes
    size: int


@dataclass(frozen=True, slots=True, eq=False)
class _Jackknife:
    """One version without each annotator.

    Attributes:
        moves: (size,) how much the value moves without each person, scaled so that squares sum to the variance.
        cells: the part of that variance that the variance over items holds already.
        people: how many answered.
    """

    moves: Floats
    cells: float
    people: int


@dataclass(frozen=True, slots=True, eq=False)
class AnnotatorSpread:
    """The annotators' part of the variance of the three differences of a decomposition."""

    shared: tuple[_Jackknife, _Jackknife]
    whole: tuple[_Jackknife, _Jackknife]

    @property
    def words(self) -> str:
        """How many annotators each version has: ``5 and 7``."""
        return " and ".join(f"{side.people:,}" for side in self.whole)

    def part(self, name: str) -> VariancePart:
        """The part of ``shared``, ``whole`` or ``composition``."""
        used = self.shared if name == "shared" else self.whole
        old, new = used
        moves = new.moves - old.moves
        cells = new.cells + old.cells
        if name == "composition":
            moves = moves - (self.shared[1].moves - self.shared[0].moves)
            cells = 0.0
        apart = not np.any((old.moves != 0) & (new.moves != 0))
        variance = float(moves @ moves)
        degrees = _degrees(old, new)
        added = max(variance - cells, 0.0) if apart else variance
        return VariancePart(added, max(degrees * (added / variance) ** 2, 1.0) if variance > 0 else degrees)


def _degrees(old: _Jackknife, new: _Jackknife) -> float:
    """Welch's degrees of freedom of the two sides together."""
    parts = [(float(side.moves @ side.moves), side.people - 1) for side in (old, new)]
    spread = sum(part**2 / degrees for part, degrees in parts)
    return sum(part for part, _ in parts) ** 2 / spread if spread > 0 else float(min(d for _, d in parts))


def annotator_spread(
    whole: tuple[Ratings, Ratings],
    shared: tuple[Ratings, Ratings],
    pools: AnnotatorPools,
    coefficients: tuple[VectorCoefficient, VectorCoefficient],
) -> AnnotatorSpread | str:
    """The annotators' part, or why it cannot be told.

    Args:
        whole, shared: old and new annotations, all and those of shared items.
        pools: who they are.
        coefficients: what is measured, of the old and of the new version.
    """
    found: list[_Jackknife] = []
    for pair in (shared, whole):
        for name, ratings, codes, coefficient in zip(
            ("old", "new"), pair, (pools.old, pools.new), coefficients, strict=True
        ):
            side = _jackknife(ratings, codes, pools.size, coefficient)
            if isinstance(side, str):
                return f"other annotators answered, and in the {name} version {side}"
            found.append(side)
    return AnnotatorSpread((found[0], found[1]), (found[2], found[3]))


def _jackknife(ratings: Ratings, codes: Codes, size: int, coefficient: VectorCoefficient) -> _Jackknife | str:
    active = np.bincount(ratings.annotator, minlength=ratings.M) > 0
    people = int(active.sum())
    if people < LEAST_ANNOTATORS:
        return "fewer than three annotators answered"
    if repeats_an_item(ratings):
        return "annotators answered items more than once"
    changes = removals(ratings, count_vectors(ratings))
    count, held = changes.count, changes.of(coefficient)
    without = held.without_annotator()[active]
    if not np.isfinite(without).all():
        return "the overlap of the others rests on one annotator"
    moves = np.zeros(size)
    moves[codes[active]] = (without - without.mean()) * np.sqrt((people - 1) / people)
    cells = float(count @ np.nan_to_num(held.without_annotation() - held.value) ** 2)
    return _Jackknife(moves, cells, people)
