"""From differences to verdicts."""

from __future__ import annotations

import pytest
from scipy import stats

from labelcards.catalog.metrics import CATALOG
from labelcards.compare.verdicts.metric_pair import MetricPair, p_of_interval, unpaired_difference
from labelcards.compare.verdicts.verdicts import judge, tally
from labelcards.documents.figures import Figure
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.proportions import newcombe


def _measured(metric: str, value: float, p: float | None, path: str = "x", family: str = "headline") -> MetricPair:
    difference: Result = Estimate(value, 10, "test", value - 1, value + 1) if p is not None else Undefined("no items")
    steps = ("quality", "questions", "topic", path, metric)
    return MetricPair(steps, metric, family, None, None, difference, paired=True, p=p)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("metric", "value", "p", "verdict"),
    [
        ("alpha", 0.1, 0.01, "better"),
        ("alpha", -0.1, 0.01, "worse"),
        ("disputed_share", 0.1, 0.01, "worse"),
        ("disputed_share", -0.1, 0.01, "better"),
        ("consensus_share", 0.1, 0.01, "changed"),
        ("alpha", 0.1, 0.06, "no evidence"),
        ("alpha", 0.1, None, "not comparable"),
    ],
)
def test_the_catalog_gives_the_direction(metric: str, value: float, p: float | None, verdict: str) -> None:
    """Higher alpha is better, more dispute is worse, a label's share is only changed."""
    assert judge([_measured(metric, value, p)], CATALOG)[0].verdict == verdict


def test_p_values_are_corrected_within_a_family() -> None:
    """P = .04 is evidence alone and none beside nine null comparisons; details do not weigh on headlines."""
    alone = _measured("alpha", 0.1, 0.04)
    details = [_measured("alpha", 0.0, 0.9, f"d{n}", "detail") for n in range(50)]
    assert judge([alone, *details], CATALOG)[0].verdict == "better"
    crowd = [_measured("alpha", 0.0, 0.9, f"h{n}") for n in range(9)]
    found = judge([alone, *crowd], CATALOG)
    assert {one.verdict for one in found} == {"no evidence"}
    assert next(one.p_adjusted for one in found if one.p == 0.04) == pytest.approx(0.4)


def test_the_tally_counts_headlines_worst_first() -> None:
    """Details do not count, and bad news stands first."""
    found = judge(
        [
            _measured("alpha", 0.1, 0.001, "a"),
            _measured("alpha", -0.1, 0.001, "b"),
            _measured("alpha", -0.1, 0.001, "c", "detail"),
        ],
        CATALOG,
    )
    assert list(tally(found).items()) == [("worse", 1), ("better", 1)]


@pytest.mark.parametrize(("first", "second"), [((56, 70), (48, 80)), ((9, 10), (3, 10)), ((5, 56), (0, 29))])
def test_unpaired_shares_equal_newcombe(first: tuple[int, int], second: tuple[int, int]) -> None:
    """From two Wilson intervals the method recovers Newcombe's interval 10, whose examples are published."""
    from labelcards.documents.figures import figure
    from labelcards.metrics.intervals.proportions import wilson

    wanted = newcombe(first, second)
    found = unpaired_difference(figure("accuracy", wilson(*second)), figure("accuracy", wilson(*first)))
    assert isinstance(found, Estimate)
    assert isinstance(wanted, Estimate)
    assert (found.low, found.high) == pytest.approx((wanted.low, wanted.high), abs=2e-6)


def test_p_inverts_the_interval() -> None:
    """For a normal and for a Student's t interval, p is that of the test the interval came from."""
    normal = Estimate(0.3, 50, "", 0.3 - stats.norm.ppf(0.975) * 0.1, 0.3 + stats.norm.ppf(0.975) * 0.1)
    assert p_of_interval(normal) == pytest.approx(2 * stats.norm.sf(3))
    student = Estimate(-0.3, 8, "", -0.3 - stats.t.ppf(0.975, 7) * 0.1, -0.3 + stats.t.ppf(0.975, 7) * 0.1)
    assert p_of_interval(student, 7) == pytest.approx(2 * stats.t.sf(3, 7))


def test_p_of_nothing() -> None:
    """No interval, no p; no difference, p = 1."""
    assert p_of_interval(Undefined("x")) is None
    assert p_of_interval(Estimate(0.1, 3, why_no_interval="a count")) is None
    assert p_of_interval(Estimate(0.0, 3, "", -0.1, 0.1)) == 1.0


def test_an_undefined_side_says_which() -> None:
    """The reason names the version and is the figure's own."""
    found = unpaired_difference(Figure(metric="alpha", why="one annotator"), Figure(metric="alpha", value=0.5, why="x"))
    assert found == Undefined("old version: one annotator", 0)
