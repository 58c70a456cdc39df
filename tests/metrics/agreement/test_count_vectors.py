"""Distinct count vectors where packing needs several blocks, and the groups and draws made of them."""

from __future__ import annotations

import numpy as np
import pytest

from labelcards.metrics.agreement.coefficients import Alpha, ChanceCorrection
from labelcards.metrics.agreement.count_vectors import count_vectors, unlike_pairs
from labelcards.metrics.agreement.grouped import agreement_of_groups
from labelcards.metrics.agreement.measures import agreement, agreement_of_vectors
from labelcards.metrics.estimate import Estimate
from labelcards.metrics.intervals import bootstrap, uncertainty
from labelcards.metrics.intervals.bootstrap import replicate_totals, replicate_weights
from labelcards.metrics.ratings import Ratings


def _long(N: int, sizes: np.ndarray, K: int, seed: int = 0) -> Ratings:
    generator = np.random.default_rng(seed)
    item = np.repeat(np.arange(N), sizes)
    return Ratings(item, generator.integers(0, 9, len(item)), generator.integers(0, K, len(item)), N, 9, K)


@pytest.mark.parametrize("K", [2, 3, 50, 1_000_000])
@pytest.mark.parametrize("most", [3, 60, 400])
def test_long_runs_are_told_apart(K: int, most: int) -> None:
    """Items with hundreds of annotations, or of a million labels, get the vector of exactly their counts."""
    sizes = np.random.default_rng(most).integers(0, most, 60)
    ratings = _long(60, sizes, K)
    doubled = Ratings(
        np.concatenate([ratings.item, ratings.item + 60]),
        np.tile(ratings.annotator, 2),
        np.tile(ratings.label, 2),
        120,
        9,
        K,
    )
    vectors, counts = count_vectors(doubled), doubled.counts()
    np.testing.assert_array_equal(vectors.of_item[:60], vectors.of_item[60:])
    for item in np.flatnonzero(vectors.of_item >= 0):
        difference = counts[[item]] - vectors.counts[[vectors.of_item[item]]]
        assert abs(difference).sum() == 0
    keys = {
        tuple(map(tuple, np.stack([row.indices, row.data]))) for row in (vectors.counts[[u]] for u in range(vectors.U))
    }
    assert len(keys) == vectors.U


def test_runs_that_differ_late_are_not_equal() -> None:
    """Two items alike in their first 399 annotations and different in the last are two vectors."""
    label = np.zeros(800, dtype=np.intp)
    label[-1] = 1
    ratings = Ratings(np.repeat([0, 1], 400), np.tile(np.arange(400), 2), label, 2, 400, 2)
    assert count_vectors(ratings).U == 2


def test_pairs_of_a_vector() -> None:
    """Counts (2, 0, 3, 1) have the pairs (0, 2), (0, 3) and (2, 3) with products 6, 2 and 3."""
    label = np.array([0, 0, 2, 2, 2, 3])
    vectors = count_vectors(Ratings(np.zeros(6, dtype=np.intp), np.arange(6), label, 1, 6, 4))
    unit, first, second, product = unlike_pairs(vectors)
    assert list(zip(unit, first, second, product, strict=True)) == [(0, 0, 2, 6), (0, 0, 3, 2), (0, 2, 3, 3)]


def test_two_labels_instead_of_many() -> None:
    """Collapsing to one label against the rest equals counting recoded annotations."""
    ratings = _long(80, np.full(80, 4), 5)
    member = np.array([False, True, False, True, False])
    recoded = Ratings(ratings.item, ratings.annotator, member[ratings.label].astype(np.intp), 80, 9, 2)
    for coefficient in (Alpha(), ChanceCorrection("hard-items", 2)):
        collapsed = agreement_of_vectors(count_vectors(ratings).collapsed(member), coefficient)
        assert collapsed == agreement_of_vectors(count_vectors(recoded), coefficient)


def test_groups_equal_their_own_annotations() -> None:
    """Each group's results, bounds included, are those of its annotations alone; an empty group says so."""
    ratings = _long(90, np.random.default_rng(1).integers(0, 5, 90), 3)
    group = np.arange(90) % 4 - 1
    coefficients = {"alpha": Alpha(), "fleiss": ChanceCorrection("pooled", 3)}
    from labelcards.metrics.intervals.uncertainty import IntervalPlan

    found = agreement_of_groups(count_vectors(ratings), group, 4, coefficients, IntervalPlan())
    for code in range(3):
        alone = ratings.where(group[ratings.item] == code)
        for name, coefficient in coefficients.items():
            expected, result = agreement(alone, coefficient), found[code][name]
            assert result.n == expected.n
            assert repr(result)[:12] == repr(expected)[:12]
            np.testing.assert_allclose(
                [getattr(result, part) for part in ("value", "low", "high")],
                [getattr(expected, part) for part in ("value", "low", "high")],
                atol=1e-9,
            )
    assert {result.why for result in found[3].values()} == {"no annotations"}  # type: ignore[union-attr]


def test_blocks_do_not_change_the_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    """Little memory means more blocks of replicates, not other replicates, and the same jackknife."""
    ratings = _long(300, np.full(300, 3), 4)
    vectors = count_vectors(ratings)
    features = Alpha().features(vectors)
    whole = np.concatenate(list(replicate_weights(vectors.weights, 50, 3)))
    totals = np.concatenate(list(replicate_totals(features, vectors.weights, 50, 3)))
    expected = agreement(ratings, Alpha())
    monkeypatch.setattr(bootstrap, "_CELLS", vectors.U * 7)
    monkeypatch.setattr(uncertainty, "_CELLS", 20)
    blocks = list(replicate_weights(vectors.weights, 50, 3))
    assert len(blocks) == 8
    np.testing.assert_array_equal(np.concatenate(blocks), whole)
    np.testing.assert_allclose(np.concatenate(list(replicate_totals(features, vectors.weights, 50, 3))), totals)
    assert agreement(ratings, Alpha()) == expected


def test_infinitesimal_jackknife_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the size limit the infinitesimal jackknife gives nearly the same bounds as deleting items."""
    ratings = _long(400, np.full(400, 3), 4)
    exact = agreement(ratings, Alpha())
    monkeypatch.setattr(uncertainty, "_MOST_CELLS", 0)
    quick = agreement(ratings, Alpha())
    assert isinstance(quick, Estimate)
    assert quick.method.startswith("infinitesimal jackknife")
    for part in ("low", "high"):
        assert getattr(quick, part) == pytest.approx(getattr(exact, part), abs=2e-3)
