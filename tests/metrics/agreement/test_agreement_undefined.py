"""What agreement says when it cannot be measured."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from labelcards.metrics.agreement.annotator_pairs import cohen_kappa, cohen_kappa_of_pair
from labelcards.metrics.agreement.conger import conger_kappa
from labelcards.metrics.agreement.lights_kappa import mean_cohen_kappa
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.proportions import wilson_bounds
from labelcards.metrics.ratings import Ratings
from tests.metrics.coefficients import (
    brennan_prediger,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
)

Measure = Callable[[Ratings], Result]
ALL: list[Measure] = [
    percent_agreement,
    krippendorff_alpha,
    fleiss_kappa,
    gwet_ac1,
    brennan_prediger,
    conger_kappa,
]


def _ratings(rows: list[tuple[int, int, int]], K: int = 2) -> Ratings:
    """(item, annotator, label) rows as codes."""
    table = np.array(rows, dtype=np.intp).reshape(-1, 3)
    N, M = (int(table[:, column].max()) + 1 if len(table) else 0 for column in (0, 1))
    return Ratings(table[:, 0], table[:, 1], table[:, 2], N, M, K)


@pytest.mark.parametrize("measure", ALL)
@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], "no annotations"),
        ([(0, 0, 0), (1, 0, 1)], "one annotator"),
        ([(0, 0, 0), (0, 0, 1)], "one annotator"),
        ([(0, 0, 0), (1, 1, 1)], "no item has two annotations"),
    ],
)
def test_why_nothing_can_be_measured(measure: Measure, rows: list[tuple[int, int, int]], why: str) -> None:
    """Without annotations, a second annotator or a shared item every coefficient says so."""
    result = measure(_ratings(rows))
    assert isinstance(result, Undefined)
    assert result.why == why


@pytest.mark.parametrize("measure", [krippendorff_alpha, fleiss_kappa, conger_kappa])
def test_one_label_only(measure: Measure) -> None:
    """Alpha and kappa are undefined when all annotations have one label, and say so."""
    result = measure(_ratings([(item, who, 1) for item in range(3) for who in range(2)]))
    assert isinstance(result, Undefined)
    assert result.why == "all annotations have the same label"
    assert result.n == 3


@pytest.mark.parametrize("measure", [percent_agreement, gwet_ac1, brennan_prediger])
def test_one_label_only_is_perfect_for_the_others(measure: Measure) -> None:
    """Percent, AC1 and Brennan–Prediger are 1 then, with a lower bound that few items cannot lift far."""
    result = measure(_ratings([(item, who, 1) for item in range(20) for who in range(2)]))
    assert isinstance(result, Estimate)
    assert result.value == 1
    assert result.low is not None
    assert result.low < 0.85


def test_cohen_reasons() -> None:
    """Cohen's kappa says when two annotators share nothing, or use one label between them."""
    assert cohen_kappa(_ratings([(0, 0, 0), (1, 1, 0)]), 0, 1) == Undefined("no shared item")
    same = np.zeros(4, dtype=np.intp)
    assert cohen_kappa_of_pair(same, same, 2) == Undefined("both annotators use one and the same label", 4)
    thin = mean_cohen_kappa(_ratings([(0, 0, 0), (0, 1, 1)]))
    assert thin == Undefined("no two annotators share 10 items")


def test_one_item_has_no_interval() -> None:
    """A single shared item gives a value and no interval."""
    result = percent_agreement(_ratings([(0, 0, 0), (0, 1, 1)]))
    assert isinstance(result, Estimate)
    assert (result.value, result.low, result.why_no_interval) == (0.0, None, "one item")


def test_identical_items_have_no_spread() -> None:
    """Where every item has the same counts the spread over items is unknown, and that is said."""
    result = krippendorff_alpha(_ratings([(item, who, who % 2) for item in range(5) for who in range(3)]))
    assert isinstance(result, Estimate)
    assert result.why_no_interval == "every item has the same label counts"


def test_complete_disagreement_has_an_upper_bound() -> None:
    """No agreement in ten items still allows some: the upper bound is Wilson's."""
    result = percent_agreement(_ratings([(item, who, who) for item in range(10) for who in range(2)]))
    assert isinstance(result, Estimate)
    assert result.value == 0
    assert result.high == pytest.approx(3.8415 / 13.8415, abs=1e-4)


@pytest.mark.parametrize("measure", [conger_kappa, mean_cohen_kappa])
def test_perfect_agreement_of_a_few_items_is_not_certain(measure: Measure) -> None:
    """Ten items on which three annotators always agree: kappa is 1; Wilson's bound of 10 of 10 over chance is below."""
    result = measure(_ratings([(item, who, item % 2) for item in range(10) for who in range(3)]))
    assert isinstance(result, Estimate)
    assert (result.value, result.high) == (1.0, 1.0)
    assert result.low == pytest.approx(1 - (1 - wilson_bounds(1.0, 10)[0]) / 0.5)


@pytest.mark.parametrize("measure", [fleiss_kappa, gwet_ac1, brennan_prediger])
def test_a_single_label_leaves_nothing_to_choose(measure: Measure) -> None:
    """Where only one label is known, what chance would agree on cannot be said; it is not perfect agreement."""
    result = measure(_ratings([(item, who, 0) for item in range(20) for who in range(2)], K=1))
    assert isinstance(result, Undefined)
    assert result.why == "only one label is known"
