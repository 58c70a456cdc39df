"""What label shares and annotators do to kappa."""

from __future__ import annotations

import numpy as np
import pytest

from labelcards.metrics.agreement.annotator_pairs import cohen_kappa, pair_rows
from labelcards.metrics.agreement.coefficients import Alpha
from labelcards.metrics.agreement.count_vectors import count_vectors
from labelcards.metrics.agreement.margins import LabelMargins, design_effect, label_margins
from labelcards.metrics.agreement.measures import agreement
from labelcards.metrics.agreement.removal import removals
from labelcards.metrics.agreement.two_way import two_way_interval
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.ratings import Ratings
from tests.metrics.two_way_coverage import draw


def square(cells: list[list[int]]) -> Ratings:
    """Annotations of two people from their K × K table."""
    table = np.array(cells)
    first, second = (np.repeat(axis.ravel(), table.ravel()) for axis in np.indices(table.shape))
    N = len(first)
    label = np.concatenate([first, second])
    return Ratings(np.tile(np.arange(N), 2), np.repeat([0, 1], N), label, N, 2, len(table))


def _value(result: Result) -> float:
    assert isinstance(result, Estimate)
    return result.value


def _margins(ratings: Ratings) -> LabelMargins:
    return label_margins(pair_rows(ratings), ratings.K)


def test_cohen_1960() -> None:
    """Cohen's own example of 200 cases: kappa .492, and at most .831 with these margins."""
    ratings = square([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    assert round(_value(cohen_kappa(ratings, 0, 1)), 3) == 0.492
    found = _margins(ratings)
    assert round(_value(found.kappa_maximum), 3) == 0.831
    assert isinstance(found.prevalence_index, Undefined)


@pytest.mark.parametrize(
    ("cells", "kappa", "prevalence", "bias", "maximum"),
    [
        ([[22, 2], [4, 11]], 0.67, 0.28, 0.05, 0.89),  # lateral shifts, Sim and Wright 2005, doi:10.1093/ptj/85.3.257
        ([[40, 9], [6, 45]], 0.70, 0.05, 0.03, 0.94),  # Feinstein and Cicchetti 1990: balanced …
        ([[80, 10], [5, 5]], 0.32, 0.75, 0.05, 0.77),  # … and the first paradox: as much agreement, half the kappa
        ([[45, 15], [25, 15]], 0.13, 0.30, 0.10, 0.78),  # the second paradox: kappa rises …
        ([[25, 35], [5, 35]], 0.26, 0.10, 0.30, 0.44),  # … with bias
    ],
)
def test_two_by_two_tables(
    cells: list[list[int]], kappa: float, prevalence: float, bias: float, maximum: float
) -> None:
    """Kappa of tables that the literature on its paradoxes prints, and the indices by the definitions of Byrt et al."""
    ratings = square(cells)
    found = _margins(ratings)
    shown = (cohen_kappa(ratings, 0, 1), found.prevalence_index, found.bias_index, found.kappa_maximum)
    assert [_value(result) for result in shown] == pytest.approx([kappa, prevalence, bias, maximum], abs=0.00501)


def test_the_identity_of_byrt() -> None:
    """Kappa is (PABAK - PI² + BI²) / (1 - PI² + BI²), as Byrt, Bishop and Carlin show."""
    generator = np.random.default_rng(4)
    for _ in range(50):
        cells = generator.integers(1, 60, (2, 2))
        ratings = square(cells.tolist())
        found = _margins(ratings)
        pabak = 2 * np.trace(cells) / cells.sum() - 1
        moved = _value(found.bias_index) ** 2 - _value(found.prevalence_index) ** 2
        assert _value(cohen_kappa(ratings, 0, 1)) == pytest.approx((pabak + moved) / (1 + moved))


def test_several_pairs_are_averaged() -> None:
    """Of three annotators, the mean over their three pairs; pairs with fewer than ten shared items do not count."""
    ratings = draw(np.random.default_rng(3), 80, 3, 3)
    found = _margins(ratings)
    pairs = [(0, 1), (0, 2), (1, 2)]
    alone = [_margins(ratings.where(np.isin(ratings.annotator, pair))) for pair in pairs]
    assert _value(found.bias_index) == pytest.approx(np.mean([_value(each.bias_index) for each in alone]))
    assert _value(found.kappa_maximum) == pytest.approx(np.mean([_value(each.kappa_maximum) for each in alone]))
    few = ratings.where(ratings.item < 5)
    assert isinstance(_margins(few).bias_index, Undefined)


def test_one_label_leaves_no_kappa() -> None:
    """Where both use one label, nothing is biased, and kappa has no maximum."""
    found = _margins(square([[5, 0], [0, 0]]))
    assert _value(found.bias_index) == 0
    assert _value(found.prevalence_index) == 1
    assert isinstance(found.kappa_maximum, Undefined)


def test_design_effect_is_the_ratio_of_variances() -> None:
    """Where annotators differ the effect is large; the two-way interval is wider by about its root."""
    ratings = draw(np.random.default_rng(1), 300, 12, 12)
    vectors = count_vectors(ratings)
    removed = removals(ratings, vectors)
    effect = _value(design_effect(removed, Alpha()))
    one, two = agreement(ratings, Alpha()), two_way_interval(removed, Alpha())
    assert isinstance(one, Estimate)
    assert isinstance(two, Estimate)
    wider = (two.high - two.low) / (one.high - one.low)  # type: ignore[operator]
    assert effect > 4
    assert wider == pytest.approx(effect**0.5 * 2.2 / 1.96, rel=0.1)


def test_two_annotators_have_no_design_effect() -> None:
    """Two annotators are one pair, and nothing says how another pair would agree."""
    ratings = square([[40, 9], [6, 45]])
    found = design_effect(removals(ratings, count_vectors(ratings)), Alpha())
    assert found == Undefined("fewer than three annotators", 100)
