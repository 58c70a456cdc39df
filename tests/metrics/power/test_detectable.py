"""Detectable differences and the numbers that find them, against formulae, books and counts."""

from __future__ import annotations

from math import inf, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from labelcards.metrics.intervals.correction import benjamini_hochberg, level_left
from labelcards.metrics.intervals.proportions import newcombe, tango, wilson_bounds
from labelcards.metrics.power.annotators import TwoWayError
from labelcards.metrics.power.detectable import (
    DetectionAim,
    MeasuredError,
    error_of_independent,
    error_of_interval,
    error_of_logit_interval,
)
from labelcards.metrics.power.shares import IndependentShares, PairedShares

AIM = DetectionAim()


def test_cohen_s_table() -> None:
    """Two groups of 64 find a standardized difference of .50 in 80% of cases (Cohen 1988, table 2.4.1)."""
    error = sqrt(2 / 64)
    assert MeasuredError(error, 64).detectable(AIM, 126) == pytest.approx(0.50, abs=0.002)
    assert MeasuredError(error, 64).needed(0.5, AIM) == 63  # the normal formula asks for one less


@pytest.mark.parametrize(("degrees", "power"), [(2, 0.8), (5, 0.9), (30, 0.8)])
def test_few_degrees_of_freedom(degrees: int, power: float) -> None:
    """The multiple is the shift of a noncentral t that exceeds the critical value with the wanted power."""
    aim = DetectionAim(0.05, power)
    generator = np.random.default_rng(1)
    drawn = generator.normal(aim.multiple(degrees), 1, 200_000) / np.sqrt(
        generator.chisquare(degrees, 200_000) / degrees
    )
    assert np.mean(drawn > stats.t.ppf(0.975, degrees)) == pytest.approx(power, abs=0.004)
    assert aim.multiple(degrees) > aim.multiple(10**6) == pytest.approx(aim.multiple(), abs=1e-3)


@pytest.mark.parametrize(("level", "power"), [(0.0, 0.8), (0.05, 1.0), (0.05, 0.05), (0.9, 0.8)])
def test_an_aim_that_makes_no_sense_is_refused(level: float, power: float) -> None:
    """A level or power outside of 0 … 1, or a power not above the level, is an error."""
    with pytest.raises(ValueError, match="level"):
        DetectionAim(level, power)


def test_an_error_comes_back_from_its_interval() -> None:
    """Normal, Student's t and logit intervals give back the standard error that they were made of."""
    assert error_of_interval(0.5, 0.5 - 1.959964 * 0.1, 0.5 + 1.959964 * 0.1) == pytest.approx(0.1)
    half = float(stats.t.ppf(0.975, 4)) * 0.1
    assert error_of_interval(0.5, 0.5 - half, 0.5 + half, 4) == pytest.approx(0.1)
    slope = 1 - 0.5**2
    low, high = np.tanh(np.arctanh(0.5) - half / slope), np.tanh(np.arctanh(0.5) + half / slope)
    assert error_of_logit_interval(0.5, float(low), float(high), 4) == pytest.approx(0.1)
    assert error_of_interval(1.0, 0.9, 1.0) == pytest.approx(0.1 / 1.959964)  # one-sided where the estimate is an end
    assert error_of_logit_interval(0.5, 0.3, 1.0, 4) == error_of_interval(0.5, 0.3, 1.0, 4)


@given(st.integers(10, 100_000), st.floats(0.001, 0.2), st.floats(0.002, 0.3))
@settings(max_examples=100)
def test_needed_and_detectable_are_one_formula(n: int, error: float, wanted: float) -> None:
    """As many units as needed detect what is wanted, and one in a hundred fewer do not."""
    needed = MeasuredError(error, n).needed(wanted, AIM)
    assert needed is not None
    scaled = MeasuredError(error * sqrt(n / needed), needed).detectable(AIM)
    assert scaled <= wanted * (1 + 1e-9)
    if needed > 200:
        assert MeasuredError(error * sqrt(n / (needed * 0.99)), needed).detectable(AIM) > wanted


@given(st.floats(0, 0.4), st.floats(0.005, 0.4))
@settings(max_examples=100)
def test_needed_and_detectable_are_one_formula_for_shares(churn: float, wanted: float) -> None:
    """The same for paired and for independent shares."""
    cases = PairedShares(churn, 1).needed(wanted, AIM)
    assert cases is not None
    found = PairedShares(churn, cases).detectable(AIM)
    assert found is not None
    assert found <= wanted * (1 + 1e-6)
    alone = IndependentShares(0.9, 80, 100).needed(wanted, AIM)
    assert alone is not None
    again = IndependentShares(0.9, alone * 0.8, alone).detectable(AIM)
    assert again is not None
    assert again <= wanted * (1 + 1e-6)


def test_connor_s_formula() -> None:
    """Discordant shares of .25 and .15: 312 pairs at 5% and 80%, by hand after Connor 1987."""
    psi, delta = 0.40, 0.10
    by_hand = (1.959964 * sqrt(psi) + 0.841621 * sqrt(psi - delta**2)) ** 2 / delta**2
    assert PairedShares(psi - delta, 100).needed(delta, AIM) == int(np.ceil(by_hand)) == 312


@pytest.mark.parametrize(("churn", "cases"), [(0.0, 160), (0.05, 300), (0.3, 80)])
def test_a_paired_share_is_found_as_often_as_is_said(churn: float, cases: int) -> None:
    """4,000 pairs with the detectable difference: Tango's interval leaves zero out in 77–85%, in more without churn."""
    wanted = PairedShares(churn, cases).detectable(AIM)
    assert wanted is not None
    generator = np.random.default_rng(2)
    drawn = generator.multinomial(cases, [churn / 2 + wanted, churn / 2, 1 - churn - wanted], 4000)
    known: dict[tuple[int, int], bool] = {}
    for gained, lost, _ in drawn.tolist():
        if (gained, lost) not in known:
            found = tango(gained, lost, cases)
            known[gained, lost] = found.low > 0 or found.high < 0  # type: ignore[operator, union-attr]
    assert 0.77 <= np.mean([known[gained, lost] for gained, lost, _ in drawn.tolist()]) <= (0.85 if churn else 0.97)


@pytest.mark.parametrize(("share", "cases"), [(0.92, 160), (0.7, 400), (1.0, 160)])
def test_an_independent_share_is_found_as_often_as_is_said(share: float, cases: int) -> None:
    """4,000 pairs of versions: Newcombe's interval of the difference leaves zero out in 75–88% of them."""
    low, high = wilson_bounds(share, cases)
    wanted = IndependentShares.measured(share, error_of_interval(share, low, high), cases).detectable(AIM)
    assert wanted is not None
    generator = np.random.default_rng(3)
    pairs = np.stack([generator.binomial(cases, share, 4000), generator.binomial(cases, share - wanted, 4000)], axis=1)
    found = []
    for one, other in pairs.tolist():
        held = newcombe((one, cases), (other, cases))
        found.append(held.low > 0 or held.high < 0)  # type: ignore[operator, union-attr]
    assert 0.75 <= np.mean(found) <= 0.88


def test_a_share_that_cannot_differ_enough_has_no_detectable_difference() -> None:
    """Five cases find nothing, however large; and a difference beyond 1 asks for no number."""
    assert PairedShares(0.5, 5).detectable(AIM) is None
    assert IndependentShares(0.5, 5, 5).detectable(AIM) is None
    assert PairedShares(0.5, 5).needed(1.5, AIM) is None
    assert MeasuredError(0.1, 0).needed(0.1, AIM) is None
    assert MeasuredError(0.1, 10).needed(0.0, AIM) is None


def test_annotators_are_the_limit() -> None:
    """No end of items leaves what annotators add; so many annotators as needed do, one fewer does not."""
    error = TwoWayError(0.016, 0.08, 14)
    limit = error.detectable(AIM, items=inf)
    assert 0 < limit < error.detectable(AIM)
    assert limit == pytest.approx(AIM.multiple(26) * error_of_independent(error.of_annotators))
    enough = error.annotators_needed(0.1, AIM)
    assert enough is not None
    assert error.detectable(AIM, annotators=enough) <= 0.1 < error.detectable(AIM, annotators=enough - 1)
    assert error.annotators_needed(0.04, AIM) is None  # .016 over items alone hides .063
    assert error.annotators_needed(0.04, AIM, items=inf) is not None
    assert error.annotators_needed(0.0, AIM) is None
    assert TwoWayError(0.02, 0.02, 5).of_annotators == 0.0


@given(st.lists(st.floats(1e-6, 1), max_size=12), st.floats(1e-6, 1))
@settings(max_examples=300)
def test_the_level_left_is_where_the_correction_turns(others: list[float], p: float) -> None:
    """A p-value is called after correction exactly when it is not above the level left by the others."""
    left = level_left(others)
    adjusted = benjamini_hochberg([p, *others])[0]
    if abs(p - left) > 1e-9:
        assert (adjusted <= 0.05) == (p <= left)
    assert 0.05 / (len(others) + 1) <= left * (1 + 1e-12)
    assert level_left([*others, float("nan")]) == left
