"""Suspicious patterns: found when planted, not found in honest crowds."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from labelcards.metrics.annotators.accuracy import peer_credit
from labelcards.metrics.annotators.codes import rows_of
from labelcards.metrics.annotators.patterns import (
    Pattern,
    constant_answers,
    copied_errors,
    cyclic_answers,
    drifting,
    too_fast,
)
from labelcards.metrics.consensus.dawid_skene import dawid_skene
from labelcards.metrics.ratings import Codes, Ratings


def honest(rng: np.random.Generator, N: int, M: int, K: int, per_item: int) -> Ratings:
    """Annotators with own accuracies and shared confusions; every seventh item lures half of them to one error."""
    truth = rng.choice(K, N, p=rng.dirichlet(np.full(K, 3.0)))
    wrong = rng.dirichlet(np.ones(K), K) + 1e-3
    np.fill_diagonal(wrong, 0)
    wrong /= wrong.sum(axis=1, keepdims=True)
    accuracy = rng.beta(12, 3, M)
    item = np.repeat(np.arange(N), per_item)
    annotator = np.concatenate([rng.permutation(M)[:per_item] for _ in range(N)])
    chance = (1 - accuracy[annotator])[:, None] * wrong[truth[item]]
    chance[np.arange(len(item)), truth[item]] += accuracy[annotator]
    lure = (truth + rng.integers(1, K, N)) % K
    hard = (rng.random(N) < 1 / 7)[item]
    chance[hard] *= 0.5
    chance[hard, lure[item][hard]] += 0.5
    label = (chance.cumsum(axis=1) < rng.random(len(item))[:, None]).sum(axis=1).clip(0, K - 1)
    return Ratings(item, annotator, label, N, M, K)


def owned(ratings: Ratings, order: np.ndarray | None = None) -> list[Codes]:
    """The rows of each annotator, in the given order of work."""
    return rows_of(ratings.annotator, ratings.M, order)


def every_pattern(ratings: Ratings, order: np.ndarray, seconds: np.ndarray) -> list[Pattern]:
    """All tests."""
    return (
        constant_answers(ratings, owned(ratings))
        + cyclic_answers(ratings, owned(ratings, order))
        + too_fast(seconds, owned(ratings))
        + drifting(ratings, owned(ratings, order))
        + copied_errors(ratings, dawid_skene(ratings))
    )


def with_labels(ratings: Ratings, label: np.ndarray) -> Ratings:
    """The same annotations with other answers."""
    return Ratings(ratings.item, ratings.annotator, label, ratings.N, ratings.M, ratings.K)


@pytest.fixture
def crowd() -> Ratings:
    """Twelve honest annotators, five on each of 600 items, three labels."""
    return honest(np.random.default_rng(7), 600, 12, 3, 5)


def found(patterns: list[Pattern]) -> set[tuple[int, str]]:
    """Who shows what."""
    return {(pattern.annotator, pattern.code) for pattern in patterns}


def test_constant_answers_are_found(crowd: Ratings) -> None:
    """An annotator who always says 2, and nobody else."""
    patterns = constant_answers(with_labels(crowd, np.where(crowd.annotator == 4, 2, crowd.label)), owned(crowd))
    assert found(patterns) == {(4, "constant")}
    assert patterns[0].observed == 1
    assert patterns[0].expected < 0.8
    assert patterns[0].p < 0.01


def test_constant_answers_on_items_of_one_label_are_fine() -> None:
    """Everybody says 0 because every item is a 0: not suspicious."""
    item, annotator = np.divmod(np.arange(500), 5)
    ratings = Ratings(item, annotator, np.zeros(500, dtype=np.intp), 100, 5, 2)
    assert constant_answers(ratings, owned(ratings)) == []


@pytest.mark.parametrize("cycle", [[0, 1], [0, 1, 2], [0, 0, 1, 2]])
def test_cycles_are_found(crowd: Ratings, cycle: list[int]) -> None:
    """Answers that repeat with period two, three or four in the order of work."""
    label = crowd.label.copy()
    mine = np.flatnonzero(crowd.annotator == 3)
    label[mine] = np.resize(cycle, len(mine))
    patterns = cyclic_answers(with_labels(crowd, label), owned(crowd, np.arange(len(label), dtype=float)))
    expected = {(3, "cyclic")} if cycle != [0, 0, 1, 2] else set()
    assert found(patterns) == expected


def test_sorted_items_are_not_a_cycle(crowd: Ratings) -> None:
    """A queue sorted by label gives long runs, which are not cycles."""
    assert cyclic_answers(crowd, owned(crowd, crowd.label.astype(float))) == []


def test_too_fast_is_found(crowd: Ratings) -> None:
    """One annotator at an eighth of the usual time."""
    rng = np.random.default_rng(1)
    seconds = rng.lognormal(3.4, 0.4, len(crowd))
    seconds[crowd.annotator == 6] /= 8
    patterns = too_fast(seconds, owned(crowd))
    assert found(patterns) == {(6, "too-fast")}
    assert patterns[0].observed < patterns[0].expected / 5


def test_drift_is_found(crowd: Ratings) -> None:
    """The best annotator answers at random in the second half of the work."""
    rng = np.random.default_rng(2)
    label = crowd.label.copy()
    best = int(np.argmax(np.bincount(crowd.annotator, peer_credit(crowd)[0]) / np.bincount(crowd.annotator)))
    mine = np.flatnonzero(crowd.annotator == best)
    label[mine[len(mine) // 2 :]] = rng.integers(0, 3, len(mine) - len(mine) // 2)
    patterns = drifting(with_labels(crowd, label), owned(crowd, np.arange(len(label), dtype=float)))
    assert found(patterns) == {(best, "drift")}
    assert patterns[0].observed < patterns[0].expected


def test_harder_items_are_not_drift(crowd: Ratings) -> None:
    """When the later items are harder for everybody, nobody drifts."""
    rng = np.random.default_rng(3)
    late = crowd.item >= 300
    label = np.where(late & (rng.random(len(crowd)) < 0.4), rng.integers(0, 3, len(crowd)), crowd.label)
    assert drifting(with_labels(crowd, label), owned(crowd, np.arange(len(label), dtype=float))) == []


def test_copying_is_found() -> None:
    """One annotator who repeats another's answers, errors included; the pair and nobody else."""
    rng = np.random.default_rng(4)
    crowd = honest(rng, 1500, 12, 3, 5)
    label = crowd.label.copy()
    for item in range(crowd.N):
        rows = np.flatnonzero(crowd.item == item)
        who = dict(zip(crowd.annotator[rows].tolist(), rows.tolist(), strict=True))
        if {0, 1} <= set(who):
            label[who[0]] = label[who[1]]
    copied = with_labels(crowd, label)
    patterns = copied_errors(copied, dawid_skene(copied))
    assert {(pattern.annotator, pattern.partner) for pattern in patterns} == {(0, 1), (1, 0)}
    assert all(pattern.observed > 0.6 > pattern.expected for pattern in patterns)


def test_few_annotations_are_not_judged() -> None:
    """Nineteen equal answers prove nothing."""
    item, annotator = np.divmod(np.arange(19 * 3), 3)
    label = np.where(annotator == 0, 0, 1)
    ratings = Ratings(item, annotator, label, 19, 3, 2)
    assert constant_answers(ratings, owned(ratings)) == []


@pytest.mark.slow
def test_honest_annotators_are_rarely_flagged() -> None:
    """Of about 3,500 honest annotators in 200 crowds, fewer than 1% get any flag, fewer than 0.5% any single one."""
    flags: Counter[str] = Counter()
    people, flagged = 0, 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        M, K = int(rng.integers(5, 30)), int(rng.integers(2, 6))
        ratings = honest(rng, 400, M, K, int(rng.integers(3, 6)))
        pace = 3 + 0.4 * rng.standard_normal(M)
        seconds = rng.lognormal(pace[ratings.annotator], 0.5)
        patterns = every_pattern(ratings, rng.permutation(len(ratings)).astype(float), seconds)
        flags.update(code for _, code in found(patterns))
        flagged += len({pattern.annotator for pattern in patterns})
        people += M
    assert people > 3000
    assert flagged / people < 0.01
    assert all(count / people < 0.005 for count in flags.values())
