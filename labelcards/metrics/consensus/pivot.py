"""How much the share of right final labels would move with other annotators.

A share of items whose final label is right depends on the annotators through their votes. A vote counts where it is
pivotal: the item is right with it and wrong without it. So an annotator whose own share of right answers is higher by δ
moves the share of right items by β·δ, where β is the share of items on which their vote is pivotal, and annotators who
are drawn from a population with variance s² between them add s² Σ β² to the variance over items.

Votes count alike here, whatever method decided: it is the variance that is approximated, not the share.

Source: the delta method on the annotators' accuracies; that a plurality turns on pivotal votes is Shapley and Shubik
1954, doi:10.2307/1951053.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from labelcards.metrics.agreement.annotator_spread import AnnotatorPools
from labelcards.metrics.agreement.two_way import LEAST_ANNOTATORS
from labelcards.metrics.intervals.variance_parts import VariancePart
from labelcards.metrics.ratings import Codes, Ratings

__all__ = ["JudgedVotes", "pivotal", "pool_variance"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class JudgedVotes:
    """The votes on U items and what would be right.

    Attributes:
        ratings: one vote per annotator and item at most; item codes 0 … U-1.
        truth: (U,) the right label code, or the label that is counted; -1 where no vote is right.
        settled: (U,) items whose final label no vote decides, because a reviewer did.
    """

    ratings: Ratings
    truth: Codes
    settled: npt.NDArray[np.bool_]

    @property
    def right(self) -> npt.NDArray[np.bool_]:
        """(R,) whether a vote is right."""
        return np.asarray(self.ratings.label == self.truth[self.ratings.item])


def pivotal(votes: JudgedVotes) -> Floats:
    """(R,) how much the item is righter with the vote right than with it wrong: 0, ½ (a tie is made or broken) or 1.

    A right vote that turns wrong goes to the strongest wrong label; a wrong one that turns right leaves its own.
    """
    ratings, right = votes.ratings, votes.right
    item = ratings.item
    for_truth = np.bincount(item, weights=right, minlength=ratings.N)
    first, second, leader = _wrong_votes(votes)
    others = np.asarray(for_truth[item] - right, dtype=np.float64)
    own = ~right & (leader[item] == ratings.label)
    rival = np.where(own, np.maximum(first[item] - 1, second[item]), first[item])
    with_wrong = np.where(right, first[item] + 1, first[item])
    moved = _credit(others + 1, rival) - _credit(others, with_wrong)
    return np.where(votes.settled[item], 0.0, moved)


def _credit(for_truth: Floats, rival: Floats) -> Floats:
    return np.where(for_truth > rival, 1.0, np.where(for_truth == rival, 0.5, 0.0))


def _wrong_votes(votes: JudgedVotes) -> tuple[Floats, Floats, Codes]:
    """(U,) votes for the strongest and for the second wrong label, and the strongest."""
    ratings, N, K = votes.ratings, votes.ratings.N, max(votes.ratings.K, 1)
    first, second, leader = np.zeros(N), np.zeros(N), np.full(N, -1, dtype=np.intp)
    wrong = ~votes.right
    cell, count = np.unique(ratings.item[wrong] * K + ratings.label[wrong], return_counts=True)
    item, label = np.divmod(cell, K)
    order = np.lexsort((label, -count, item))
    item, label, count = item[order], label[order], count[order]
    start = np.flatnonzero(np.diff(item, prepend=-1))
    first[item[start]], leader[item[start]] = count[start], label[start]
    runner = start + 1
    runner = runner[(runner < len(item)) & (np.append(item, -1)[runner] == item[start])]
    second[item[runner]] = count[runner]
    return first, second, leader


def pool_variance(old: JudgedVotes, new: JudgedVotes, pools: AnnotatorPools) -> VariancePart | str:
    """What annotators add to the variance of a difference of shares between two versions of the same U items.

    Args:
        old, new: the votes, items aligned.
        pools: who they are from; a vote of the same person in both versions counts as their difference.

    Returns:
        the variance, or why it cannot be told.
    """
    weight = np.zeros(pools.size)
    spread = noise = degrees = 0.0
    level = _item_level(old, new)
    for name, sign, votes, codes in (("old", -1.0, old, pools.old), ("new", 1.0, new, pools.new)):
        who = codes[votes.ratings.annotator]
        made = np.bincount(who, minlength=pools.size)
        people = int(np.count_nonzero(made))
        if people < LEAST_ANNOTATORS:
            return f"other annotators answered, and fewer than three of them in the {name} version"
        weight += sign * np.bincount(who, weights=pivotal(votes), minlength=pools.size) / max(votes.ratings.N, 1)
        ahead = np.bincount(who, weights=votes.right - level[votes.ratings.item], minlength=pools.size)
        effect = ahead[made > 0] / made[made > 0]
        spread += float(((effect - effect.mean()) ** 2).sum())
        noise += (1 - 1 / people) * float((_noise(votes, level) / made[made > 0]).sum())
        degrees += people - 1
    between = max(spread - noise, 0.0)
    reached = float(weight @ weight) * between / degrees
    return VariancePart(reached, max(degrees * (between / spread) ** 2, 1.0) if spread > 0 else degrees)


def _noise(votes: JudgedVotes, level: Floats) -> float:
    """Variance of one vote about its item's level, which the variance over items holds already."""
    return float(np.mean((votes.right - level[votes.ratings.item]) ** 2))


def _item_level(old: JudgedVotes, new: JudgedVotes) -> Floats:
    """(U,) share of right votes of each item, over both versions: how easy it is."""
    right, made = (
        sum(np.bincount(v.ratings.item, weights=w, minlength=v.ratings.N) for v, w in pair)
        for pair in (
            ((old, old.right), (new, new.right)),
            ((old, np.ones(len(old.ratings))), (new, np.ones(len(new.ratings)))),
        )
    )
    return np.asarray(right / np.maximum(made, 1), dtype=np.float64)
