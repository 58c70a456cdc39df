"""From differences to verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from labelcards.catalog.metrics import CATALOG
from labelcards.compare.verdicts.metric_pair import FigureContrast, MetricPair, p_of_interval, unpaired_difference
from labelcards.compare.verdicts.verdicts import judge, tally, whole_tally
from labelcards.documents.figures import Figure
from labelcards.documents.metric_difference import Family, MetricDifference
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.proportions import newcombe


def _contrast(value: float, p: float | None, half: float = 1.0, why: str = "") -> FigureContrast:
    difference: Result = Undefined("no items") if p is None else Estimate(value, 10, "test", value - half, value + half)
    return FigureContrast(None, None, difference, paired=True, p=p, why=why)


def _measured(
    metric: str,
    value: float,
    p: float | None,
    *,
    half: float = 1.0,
    question: str = "topic",
    place: str = "agreement.overall",
    family: Family = "headline",
) -> MetricPair:
    path = ("quality", "questions", question, *place.split("."), metric)
    return MetricPair(path, metric, family, _contrast(value, p, half))


def _one(*measured: MetricPair, margins: Mapping[str, float] | None = None) -> MetricDifference:
    return judge(measured, CATALOG, margins)[0]


@pytest.mark.parametrize(
    ("metric", "value", "p", "verdict"),
    [
        ("alpha", 0.1, 0.01, "better"),
        ("alpha", -0.1, 0.01, "worse"),
        ("alpha", 0.1, 0.05, "better"),
        ("disputed_share", 0.1, 0.01, "worse"),
        ("disputed_share", -0.1, 0.01, "better"),
        ("consensus_share", 0.1, 0.01, "changed"),
        ("alpha", 0.1, 0.06, "not enough data"),
        ("alpha", 0.1, None, "not comparable"),
    ],
)
def test_the_catalog_gives_the_direction(metric: str, value: float, p: float | None, verdict: str) -> None:
    """Higher alpha is better, more dispute is worse, a label's share is only changed; 5% is evidence, 6% is none."""
    assert _one(_measured(metric, value, p)).verdict == verdict


@pytest.mark.parametrize(
    ("value", "half", "p", "verdict"),
    [
        (0.019, 0.005, 0.001, "slightly better"),
        (-0.019, 0.005, 0.001, "slightly worse"),
        (0.02, 0.005, 0.001, "better"),
        (-0.02, 0.005, 0.001, "worse"),
        (0.005, 0.014, 0.5, "no difference"),  # -.009 to .019
        (0.005, 0.015, 0.5, "not enough data"),  # -.010 to .020
        (-0.005, 0.016, 0.5, "not enough data"),  # -.021 to .011
        (0.0, 0.01, 1.0, "no difference"),
        (0.0, 0.5, 1.0, "not enough data"),
    ],
)
def test_the_margin_tells_large_from_small(value: float, half: float, p: float, verdict: str) -> None:
    """Alpha begins to matter at .02: evidence below it is slight, an interval inside it shows that nothing happened."""
    one = _one(_measured("alpha", value, p, half=half))
    assert (one.margin, one.verdict) == (0.02, verdict)
    assert (one.judged.needed is not None) == (verdict == "not enough data")


def test_a_margin_can_be_set() -> None:
    """A team's own margin decides in place of the catalog's, for its metric alone."""
    measured = _measured("alpha", 0.1, 0.001), _measured("accuracy", 0.1, 0.001, place="gold.final")
    own = {one.metric: (one.margin, one.verdict) for one in judge(measured, CATALOG, {"alpha": 0.15})}
    assert own == {"alpha": (0.15, "slightly better"), "accuracy": (0.01, "better")}


def test_without_a_margin_nothing_is_shown_to_be_the_same() -> None:
    """A number of annotations per hour has no margin of its own: evidence is evidence, the rest is not enough data."""
    for p, verdict in ((0.001, "better"), (0.5, "not enough data")):
        one = _one(MetricPair(("quality", "work", "throughput"), "throughput", "headline", _contrast(3.0, p)))
        assert (one.margin, one.verdict, one.judged.needed) == (None, verdict, None)


def test_how_many_items_would_do() -> None:
    """The standard error that finds the margin in 80% of cases is margin / 2.8; errors shrink with the root of n."""
    half = 0.08
    one = _one(_measured("alpha", 0.01, 0.8, half=half))
    error, wanted = half / stats.norm.ppf(0.975), 0.02 / (stats.norm.ppf(0.975) + stats.norm.ppf(0.8))
    assert one.judged.needed == pytest.approx((error / wanted) ** 2, rel=5e-3)
    found = np.random.default_rng(3).normal(0.02, error / np.sqrt(one.judged.needed or 1), 20_000)
    assert np.mean(found > stats.norm.ppf(0.975) * error / np.sqrt(one.judged.needed or 1)) == pytest.approx(
        0.8, abs=0.015
    )


def test_more_items_may_not_make_up_for_few_annotators() -> None:
    """Where the interval takes annotators as drawn, no number of items is promised."""
    difference = Estimate(0.01, 50, "t over items and annotators, 95%", -0.1, 0.12)
    path = ("quality", "questions", "topic", "agreement", "overall", "alpha")
    contrast = FigureContrast(None, None, difference, paired=True, p=0.8)
    one = _one(MetricPair(path, "alpha", "headline", contrast))
    assert (one.verdict, one.judged.needed) == ("not enough data", None)


def test_what_does_not_compare_has_no_corrected_p() -> None:
    """A reason why two figures do not mean the same goes before their p, which weighs on no other."""
    path = ("quality", "questions", "topic", "agreement", "overall", "alpha")
    others = MetricPair(path, "alpha", "headline", _contrast(0.5, 1e-9, why="others annotated"))
    accuracy = _measured("accuracy", 0.1, 0.04, place="gold.final")
    found = {one.metric: one for one in judge([others, accuracy], CATALOG)}
    assert (found["alpha"].verdict, found["alpha"].judged.why) == ("not comparable", "others annotated")
    assert (found["alpha"].judged.p, found["alpha"].judged.p_adjusted) == (1e-9, None)
    assert (found["accuracy"].judged.p_adjusted, found["accuracy"].verdict) == (0.04, "better")


def test_p_values_are_corrected_within_a_family() -> None:
    """P = .04 is evidence alone and none beside nine null comparisons; details do not weigh on headlines."""
    alone = _measured("alpha", 0.1, 0.04)
    details = [_measured("alpha", 0.0, 0.9, question=f"d{n}", family="detail") for n in range(50)]
    assert judge([alone, *details], CATALOG)[0].verdict == "better"
    crowd = [_measured("alpha", 0.0, 0.9, question=f"h{n}") for n in range(9)]
    found = judge([alone, *crowd], CATALOG)
    assert {one.verdict for one in found} == {"not enough data"}
    assert next(one.judged.p_adjusted for one in found if one.judged.p == 0.04) == pytest.approx(0.4)


COEFFICIENTS = ("percent", "gwet_ac1", "gwet_ac2", "fleiss_kappa", "alpha")


def test_five_figures_of_one_aspect_count_once() -> None:
    """Alpha leads whatever order they come in; the others stand alongside, corrected apart, and are not counted."""
    measured = [_measured(name, 0.1, 0.01) for name in COEFFICIENTS]
    found = judge([*measured, _measured("disputed_share", -0.1, 0.01, place="consensus")], CATALOG)
    assert {one.metric: one.family for one in found} == {
        "alpha": "headline",
        **dict.fromkeys((*COEFFICIENTS[:-1], "disputed_share"), "alongside"),
    }
    assert {one.aspect for one in found} == {"agreement"}
    assert tally(found) == {"better": 1}


def test_a_figure_that_cannot_be_judged_does_not_lead() -> None:
    """Alpha without an interval stands back behind kappa; where none can be judged, alpha leads and says why."""
    undefined = _measured("alpha", 0.0, None)
    found = judge([undefined, _measured("percent", 0.1, 0.01), _measured("fleiss_kappa", 0.1, 0.01)], CATALOG)
    assert [one.metric for one in found if one.family == "headline"] == ["fleiss_kappa"]
    found = judge([undefined, _measured("percent", 0.0, None)], CATALOG)
    assert [(one.metric, one.verdict) for one in found if one.family == "headline"] == [("alpha", "not comparable")]


def test_each_question_and_aspect_has_its_own_headline() -> None:
    """Two questions with agreement and accuracy are four headlines."""
    measured = [
        one
        for question in ("topic", "tone")
        for one in (
            _measured("alpha", 0.1, 0.01, question=question),
            _measured("accuracy", 0.1, 0.01, question=question, place="gold.final"),
        )
    ]
    assert [one.family for one in judge(measured, CATALOG)] == ["headline"] * 4


def test_the_tally_counts_headlines_worst_first() -> None:
    """Details do not count, and bad news stands first."""
    found = judge(
        [
            _measured("alpha", 0.1, 0.001, question="a"),
            _measured("alpha", -0.1, 0.001, question="b"),
            _measured("alpha", 0.01, 0.001, question="c"),
            _measured("alpha", -0.1, 0.001, question="d", family="detail"),
        ],
        CATALOG,
    )
    assert list(tally(found).items()) == [("worse", 1), ("better", 1), ("slightly better", 1)]


def test_labels_and_versions_are_judged_apart() -> None:
    """Shared items improved, harder ones came: labels better, the version worse, each with its own corrected p."""
    path = ("quality", "questions", "topic", "agreement", "overall", "alpha")
    pair = MetricPair(
        path, "alpha", "headline", _contrast(-0.3, 0.001), _contrast(0.1, 0.002), Estimate(-0.4, 9, "t", -0.5, -0.3)
    )
    one = _one(pair)
    assert (one.verdict, one.judged.p_adjusted) == ("better", 0.002)
    assert (one.whole.verdict, one.whole.p_adjusted) == ("worse", 0.001)
    assert one.composition is not None
    assert (one.composition.value, one.composition.low, one.composition.high) == (-0.4, -0.5, -0.3)
    assert (tally([one]), whole_tally([one])) == ({"better": 1}, {"worse": 1})
    alone = _one(replace(pair, composition=None))
    assert whole_tally([alone]) == {}


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
