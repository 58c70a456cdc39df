"""How often verdicts are wrong, and how often they are found, in made-up pairs of versions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from labelcards.metrics.agreement.annotator_spread import AnnotatorPools
from labelcards.metrics.agreement.coefficients import Alpha
from labelcards.metrics.agreement.decomposition import Decomposition, RatingsPair, agreement_decomposition
from labelcards.metrics.consensus.pivot import JudgedVotes, pool_variance
from labelcards.metrics.consensus.vote import majority_vote
from labelcards.metrics.estimate import Estimate
from labelcards.metrics.intervals.clustered import clustered_difference
from labelcards.metrics.intervals.share_decomposition import SharePair, share_decomposition
from labelcards.metrics.ratings import Ratings

__all__ = [
    "PAGE",
    "POOLS",
    "RELABELLED",
    "PoolDesign",
    "pool_rates",
    "pool_row",
    "relabelling_rates",
    "relabelling_row",
]

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "verdict-rates.md"
LABELS = 3
Rates = dict[str, float]


@dataclass(frozen=True)
class PoolDesign:
    """Two pools of annotators from one population (accuracy Beta(17, 3)) on the same items.

    Attributes:
        annotators, votes, items: of either version.
        samples: how many pairs are drawn.
    """

    annotators: int
    votes: int
    items: int
    samples: int = 1_000


POOLS = (
    PoolDesign(3, 3, 100),
    PoolDesign(3, 3, 500),
    PoolDesign(3, 3, 2_000),
    PoolDesign(5, 3, 100),
    PoolDesign(5, 5, 500),
    PoolDesign(10, 3, 300),
    PoolDesign(10, 3, 2_000),
    PoolDesign(30, 3, 100),
    PoolDesign(30, 3, 1_000),
    PoolDesign(30, 5, 2_000),
)


def _drawn(
    rng: np.random.Generator, truth: npt.NDArray[np.intp], design: PoolDesign, skill: npt.NDArray[np.float64]
) -> Ratings:
    N, M = len(truth), design.annotators
    who = np.argsort(rng.random((N, M)), axis=1)[:, : design.votes].ravel()
    item = np.repeat(np.arange(N), design.votes)
    right = rng.random(len(item)) < skill[who]
    label = np.where(right, truth[item], (truth[item] + rng.integers(1, LABELS, len(item))) % LABELS)
    return Ratings(item, who, label, N, M, LABELS)


def pool_rates(design: PoolDesign) -> Rates:
    """Share of pairs that are called different though they are from one population, of three figures.

    ``given`` is that of final labels were annotators taken as given, as before.
    """
    rng = np.random.default_rng(1)
    items = np.arange(design.items)
    pools = AnnotatorPools(
        np.arange(design.annotators), design.annotators + items[: design.annotators], 2 * design.annotators
    )
    called = dict.fromkeys(("alpha", "final", "annotators", "given"), 0)
    for _ in range(design.samples):
        truth = rng.integers(0, LABELS, design.items)
        old, new = (_drawn(rng, truth, design, rng.beta(17, 3, design.annotators)) for _ in range(2))
        found = agreement_decomposition(RatingsPair(old, new, (items, items), pools), Alpha(), Alpha())
        called["alpha"] += _excludes_zero(found.shared.difference)
        right = [majority_vote(each).label == truth for each in (old, new)]
        free = np.zeros(design.items, dtype=np.bool_)
        part = pool_variance(JudgedVotes(old, truth, free), JudgedVotes(new, truth, free), pools)
        for name, pool in (("final", part), ("given", None)):
            shares = share_decomposition(SharePair(right[0], right[1], (items, items), None, pool))
            called[name] += _excludes_zero(shares.shared.difference)
        called["annotators"] += _annotators(old, new, truth, pools)
    return {name: count / design.samples for name, count in called.items()}


def _annotators(old: Ratings, new: Ratings, truth: npt.NDArray[np.intp], pools: AnnotatorPools) -> bool:
    right = np.concatenate([side.label == truth[side.item] for side in (old, new)]).astype(np.float64)
    inside = np.repeat([False, True], [len(old), len(new)])
    who = np.concatenate([pools.old[old.annotator], pools.new[new.annotator]])
    return _excludes_zero(clustered_difference(right, inside, (who, np.concatenate([old.item, new.item]))).difference)


def _excludes_zero(found: object) -> bool:
    return (
        isinstance(found, Estimate)
        and found.low is not None
        and found.high is not None
        and not found.low <= 0 <= found.high
    )


def pool_row(design: PoolDesign, rates: Rates) -> str:
    """One row of the page's table on pools."""
    numbers = " | ".join(f"{100 * rates[name]:.1f}" for name in ("alpha", "final", "annotators", "given"))
    return f"| {design.annotators} | {design.votes} | {design.items:,} | {numbers} |"


RELABELLED = (50, 150, 500, 2_000)
GAINS = (0.0, 0.05, 0.08)


def relabelling_rates(N: int, gain: float, samples: int = 1_000) -> Rates:
    """The same four people answer everything anew, better by ``gain``; n new items beside, of which half are harder.

    Returns:
        share of pairs whose alpha on shared items is called different; coverage of the true difference on shared items
        and of the whole, and how often what the change of items adds is covered, the truth from 200,000 items.
    """
    rng = np.random.default_rng(N)
    truth_of = _differences(np.random.default_rng(5), 200_000, gain)
    called, held = 0, dict.fromkeys(("shared", "composition", "whole"), 0)
    for _ in range(samples):
        found = _differences(rng, N, gain)
        called += _excludes_zero(found.shared.difference)
        for name in held:
            one, true = getattr(found, name).difference, getattr(truth_of, name).difference
            assert isinstance(one, Estimate)
            assert isinstance(true, Estimate)
            held[name] += one.low is not None and one.high is not None and one.low <= true.value <= one.high
    return {"called": called / samples, **{name: count / samples for name, count in held.items()}}


def _differences(rng: np.random.Generator, N: int, gain: float) -> Decomposition:
    M = 4
    ease = np.concatenate([rng.beta(6, 2, N), rng.beta(4, 3, N)])
    truth = rng.integers(0, LABELS, 2 * N)
    sides = []
    for skill, items in ((ease, np.arange(N)), (np.minimum(ease + gain, 1.0), np.arange(2 * N))):
        item = np.repeat(items, M)
        right = rng.random(len(item)) < skill[item]
        label = np.where(right, truth[item], (truth[item] + rng.integers(1, LABELS, len(item))) % LABELS)
        sides.append(Ratings(item, np.tile(np.arange(M), len(items)), label, 2 * N, M, LABELS))
    shared = np.arange(N)
    return agreement_decomposition(RatingsPair(sides[0], sides[1], (shared, shared)), Alpha(), Alpha())


def relabelling_row(N: int, gain: float, rates: Rates) -> str:
    """One row of the page's table on relabelling."""
    numbers = " | ".join(f"{100 * rates[name]:.1f}" for name in ("called", "shared", "composition", "whole"))
    return f"| {N:,} | {gain:.2f} | {numbers} |"
