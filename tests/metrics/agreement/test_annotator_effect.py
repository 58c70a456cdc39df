"""What leaving an annotator out does to agreement, with a paired interval."""

from __future__ import annotations

import numpy as np
import pytest

from labelcards.metrics.agreement import annotator_effect
from labelcards.metrics.agreement.annotator_effect import annotator_effects
from labelcards.metrics.agreement.coefficients import Alpha, ChanceCorrection, VectorCoefficient
from labelcards.metrics.agreement.count_vectors import count_vectors
from labelcards.metrics.agreement.distances import OrdinalDistance
from labelcards.metrics.agreement.measures import sample_of
from labelcards.metrics.agreement.removal import removals
from labelcards.metrics.estimate import Estimate, Undefined
from labelcards.metrics.ratings import Ratings
from tests.metrics.two_way_coverage import draw

COEFFICIENTS: dict[str, VectorCoefficient] = {
    "alpha": Alpha(),
    "ordinal": Alpha(OrdinalDistance(3)),
    "fleiss": ChanceCorrection("pooled", 3),
}


def _effects(ratings: Ratings, coefficient: VectorCoefficient) -> list[annotator_effect.AnnotatorEffect]:
    vectors = count_vectors(ratings)
    return annotator_effects(vectors, removals(ratings, vectors).of(coefficient))


def _both(ratings: Ratings, a: int, coefficient: VectorCoefficient) -> tuple[float, float]:
    """Change and value without annotator ``a``, from scratch."""
    without = sample_of(count_vectors(ratings.where(ratings.annotator != a)), coefficient).value
    return sample_of(count_vectors(ratings), coefficient).value - without, without


@pytest.mark.parametrize("name", COEFFICIENTS)
def test_equals_the_jackknife_by_hand(name: str) -> None:
    """Values are exact; interval widths are within 3% of deleting every item once."""
    coefficient, N = COEFFICIENTS[name], 60
    ratings = draw(np.random.default_rng(1), N, 6, 3)
    for a, effect in enumerate(_effects(ratings, coefficient)[:2]):
        left = np.array([_both(ratings.where(ratings.item != i), a, coefficient) for i in range(N)])
        spread = np.sqrt((N - 1) / N * ((left - left.mean(axis=0)) ** 2).sum(axis=0))
        for result, value, error in zip(
            (effect.change, effect.without), _both(ratings, a, coefficient), spread, strict=True
        ):
            assert isinstance(result, Estimate)
            assert result.value == pytest.approx(value)
            assert (result.high - result.low) / 2 == pytest.approx(2.001 * error, rel=0.03)  # type: ignore[operator]


def test_interval_of_the_change_covers() -> None:
    """Among equally good annotators the change is about zero, and the interval says so in 91-98% of 400 samples."""
    generator, hits = np.random.default_rng(3), 0
    for _ in range(400):
        truth = generator.integers(0, 3, 150)
        who = generator.random((150, 8)).argsort(axis=1)[:, :3]
        label = np.where(generator.random((150, 3)) < 0.7, truth[:, None], generator.integers(0, 3, (150, 3)))
        ratings = Ratings(np.repeat(np.arange(150), 3), who.ravel(), label.ravel(), 150, 8, 3)
        change = _effects(ratings, Alpha())[0].change
        assert isinstance(change, Estimate)
        hits += change.low <= 0 <= change.high  # type: ignore[operator]
    assert 0.91 <= hits / 400 <= 0.98


def test_a_careless_annotator_stands_out() -> None:
    """Whoever answers at random lowers alpha, and the interval excludes zero."""
    rng = np.random.default_rng(5)
    truth = rng.integers(0, 3, 200)
    label = np.where(rng.random((200, 4)) < 0.8, truth[:, None], rng.integers(0, 3, (200, 4)))
    label[:, 3] = rng.integers(0, 3, 200)
    ratings = Ratings(np.repeat(np.arange(200), 4), np.tile(np.arange(4), 200), label.ravel(), 200, 4, 3)
    change = _effects(ratings, Alpha())[3].change
    assert isinstance(change, Estimate)
    assert change.high is not None
    assert change.high < -0.1


def test_undefined_without_the_others() -> None:
    """Two annotators: without one nothing is left, and the effect says so."""
    ratings = Ratings(np.repeat(np.arange(4), 2), np.tile([0, 1], 4), np.array([0, 0, 1, 1, 0, 1, 1, 1]), 4, 2, 2)
    for effect in _effects(ratings, Alpha()):
        assert isinstance(effect.change, Undefined)
        assert isinstance(effect.without, Undefined)


def test_says_when_it_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the size limit the values stay and the interval is left out with a reason."""
    ratings = draw(np.random.default_rng(1), 30, 5, 3)
    whole = _effects(ratings, Alpha())[0].change
    monkeypatch.setattr(annotator_effect, "_MOST_SUMS", 1)
    bare = _effects(ratings, Alpha())[0].change
    assert isinstance(whole, Estimate)
    assert isinstance(bare, Estimate)
    assert bare.value == whole.value
    assert bare.low is None
    assert "too many" in bare.why_no_interval


def test_blocks_do_not_change_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Computing in blocks gives what one block gives."""
    ratings = draw(np.random.default_rng(1), 30, 5, 3)
    whole = _effects(ratings, Alpha())
    monkeypatch.setattr(annotator_effect, "_CELLS", 20)
    assert [effect.change.value for effect in _effects(ratings, Alpha())] == [  # type: ignore[union-attr]
        effect.change.value  # type: ignore[union-attr]
        for effect in whole
    ]
    low = [(e.change.low, f.change.low) for e, f in zip(_effects(ratings, Alpha()), whole, strict=True)]  # type: ignore[union-attr]
    assert all(a == pytest.approx(b) for a, b in low)
