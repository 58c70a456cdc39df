"""What a comparison could have found: the level, the error, the words when nothing can be said; and gates."""

from __future__ import annotations

from typing import Any

import pytest

from labelcards.catalog.metrics import CATALOG, catalog_for
from labelcards.compare.verdicts.detectable import (
    annotators_drawn,
    detectable_by_others,
    detectable_changes,
    detectable_next,
)
from labelcards.compare.verdicts.detectable_figures import add_detectable
from labelcards.compare.verdicts.metric_pair import FigureContrast, MetricPair
from labelcards.compare.verdicts.reach import GateSubject, reach_of
from labelcards.compare.verdicts.unpaired import selected_figures
from labelcards.compare.verdicts.verdicts import judge
from labelcards.documents.detectable import DetectableDifference
from labelcards.documents.figures import Figure, FigureTree, MetricsDocument
from labelcards.documents.gates import Gate
from labelcards.documents.metric_difference import MetricDifference
from labelcards.metrics.estimate import Estimate, Result, Undefined
from labelcards.metrics.intervals.proportions import mcnemar_p, tango
from labelcards.metrics.power.detectable import DetectionAim

ITEMS = "infinitesimal jackknife over items, for these annotators, 95%"
DRAWN = "jackknife over items and 14 and 13 annotators, 95%"
PLACES = {
    "alpha": "agreement.overall.alpha",
    "accuracy": "gold.final.accuracy",
    "flagged_share": "label_errors.flagged_share",
}


def _pair(metric: str, difference: Result, p: float | None, question: str = "topic", why: str = "") -> MetricPair:
    path = ("quality", "questions", question, *PLACES[metric].split("."))
    contrast = FigureContrast(None, None, difference, paired=True, p=p, why=why)
    return MetricPair(path, metric, "headline", contrast, contrast)


def _alpha(half: float = 0.1, method: str = ITEMS, question: str = "topic", p: float = 0.84) -> MetricPair:
    return _pair("alpha", Estimate(0.01, 300, method, 0.01 - half, 0.01 + half), p, question)


def _compared(*pairs: MetricPair) -> tuple[MetricDifference, ...]:
    return judge(pairs, CATALOG)


def _found(*pairs: MetricPair) -> list[DetectableDifference]:
    return list(detectable_changes(_compared(*pairs), 0.8))


def test_a_figure_alone_is_found_at_five_percent() -> None:
    """An interval of ± .1 finds .143, and the margin of .02 takes 51 times as many items."""
    (one,) = _found(_alpha())
    assert one.level == 0.05
    assert one.difference == pytest.approx(2.801585 * 0.1 / 1.959964, abs=1e-5)
    assert one.needed == pytest.approx(300 * (0.142940 / 0.02) ** 2, abs=2)
    assert (one.units, one.n, one.margin, one.against) == ("items", 300, 0.02, "parent")


def test_the_others_take_their_share_of_the_level() -> None:
    """Among three figures without evidence 5% / 3 is left; beside two that are called, all of it."""
    quiet = _found(_alpha(), _alpha(question="b"), _alpha(question="c"))
    assert [one.level for one in quiet] == pytest.approx([0.05 / 3] * 3)
    loud = _found(_alpha(), _alpha(question="b", p=1e-6), _alpha(question="c", p=1e-6))
    assert next(one.level for one in loud if one.question == "topic") == pytest.approx(0.05)
    assert quiet[0].difference > loud[0].difference  # type: ignore[operator]


def test_drawn_annotators_are_the_limit() -> None:
    """No number of items is promised where annotators are taken as drawn, and that is said."""
    (one,) = _found(_alpha(method=DRAWN))
    assert one.difference is not None
    assert one.needed is None
    assert "number of annotators" in one.why
    assert annotators_drawn("cluster-robust t, 12 degrees of freedom, 95%")
    assert not annotators_drawn("cluster-robust t, 299 degrees of freedom, 95%")
    assert not annotators_drawn(ITEMS)


def test_shares_move_with_their_difference() -> None:
    """Nothing moved among 160 gold items: still, 4.8 points and less are not found."""
    (one,) = _found(_pair("accuracy", tango(0, 0, 160), mcnemar_p(0, 0)))
    assert one.units == "gold items"
    assert one.difference is not None
    assert 0.048 <= one.difference < 0.07


@pytest.mark.parametrize(
    ("pair", "why"),
    [
        (_pair("alpha", Undefined("old version: one annotator"), None), "old version: one annotator"),
        (_pair("alpha", Estimate(0.0, 9, why_no_interval="x"), 1.0), "no label differs between the versions"),
        (_pair("flagged_share", tango(3, 1, 50), 0.3, why="another pool"), "another pool"),
    ],
)
def test_what_cannot_be_said_says_why(pair: MetricPair, why: str) -> None:
    """Undefined, without an interval, or not comparable: no number, and the reason."""
    (one,) = _found(pair)
    assert one.difference is None
    assert one.needed is None
    assert why in one.why


def _document(**figures: Figure) -> MetricsDocument:
    overall, two_way = {"alpha": figures["alpha"]}, {"alpha": figures["both"]}
    tree: FigureTree = {
        "questions": {
            "topic": {
                "agreement": {"overall": dict(overall), "two_way": dict(two_way)},
                "gold": {"final": {"accuracy": figures["accuracy"]}},
            }
        }
    }
    return MetricsDocument(document="quality", dataset="d", version="1.0.0", figures=tree, catalog=catalog_for(tree))


ALPHA = Figure(metric="alpha", value=0.69, low=0.66, high=0.72, n=700, method="ABC jackknife over items, 95%")
BOTH = Figure(
    metric="alpha",
    value=0.69,
    low=0.47,
    high=0.83,
    n=700,
    method="two-way jackknife over items and 14 annotators, logit scale, 95%",
)
ACCURACY = Figure(metric="accuracy", value=0.92, low=0.866, high=0.952, n=160, method="Wilson, 95%")


def test_a_first_version_is_held_against_another_of_its_size() -> None:
    """Each headline figure with an interval, by √2 of its error; other annotators find far less."""
    document = _document(alpha=ALPHA, both=BOTH, accuracy=ACCURACY)
    held = selected_figures({"quality": document})
    alpha, accuracy = detectable_next(held, document.catalog, 0.8)
    assert alpha.difference == pytest.approx(2.801585 * 2**0.5 * 0.03 / 1.959964, abs=1e-5)
    assert accuracy.difference == pytest.approx(0.105, abs=0.005)
    others = detectable_by_others(alpha, BOTH, DetectionAim())
    assert others is not None
    assert (others.n, others.units, others.against) == (14, "annotators", "other annotators")
    assert others.difference > 5 * alpha.difference  # type: ignore[operator]
    assert "14 annotators find no less than" in others.why
    assert detectable_by_others(alpha, ALPHA, DetectionAim()) is None


def test_a_margin_can_be_set_for_all_or_for_one() -> None:
    """The metric's own margin goes before the one for all."""
    document = _document(alpha=ALPHA, both=BOTH, accuracy=ACCURACY)
    held = selected_figures({"quality": document})
    found = {
        one.path[-1]: one for one in detectable_next(held, document.catalog, 0.8, margins={"": 0.1, "alpha": 0.05})
    }
    assert (found["alpha"].margin, found["accuracy"].margin) == (0.05, 0.1)


def test_changes_json_holds_them_beside_the_differences() -> None:
    """One figure per difference, with a reason where there is none; a margin has its number of items."""
    compared = _compared(_alpha(), _pair("accuracy", Undefined("no gold"), None))
    figures: FigureTree = {"questions": {"topic": {}}}
    add_detectable(figures, compared)
    document = MetricsDocument(
        document="changes", dataset="d", version="1.1.0", figures=figures, catalog=catalog_for(figures)
    )
    detectable = document.find("questions", "topic", "detectable", "alpha")
    needed = document.find("questions", "topic", "needed", "alpha")
    assert detectable is not None
    assert needed is not None
    assert (detectable.n, needed.value) == (300, 15325.0)
    none = document.find("questions", "topic", "detectable", "gold_accuracy")
    assert none is not None
    assert (none.value, none.why) == (None, "no gold")
    add_detectable({"questions": {}}, compared)  # a question that the tree does not have is left out


def _subject(**changes: Any) -> GateSubject:
    change = Figure(metric="difference", value=0.01, low=-0.0292, high=0.0492, n=300, method=ITEMS)
    given: dict[str, Any] = {
        "path": ("quality", "questions", "topic", "agreement", "overall", "alpha"),
        "unit": "coefficient",
        "direction": "higher",
        "figure": ALPHA,
        "change": change,
        "margin": 0.02,
        "aim": DetectionAim(),
    }
    return GateSubject(**{**given, **changes})


def _gate(**bounds: Any) -> Gate:
    return Gate.model_validate({"name": "g", "metric": "quality.questions.topic.x", "reason": "A test.", **bounds})


def test_a_bar_on_a_regression_says_what_it_would_have_let_pass() -> None:
    """± .0392 is an error of .02: beyond noise .056 is found, by the value alone .0368; an equal version fails 16%."""
    (beyond,) = reach_of(_gate(max_regression=0.02, significant=True), _subject())
    assert beyond.fails == pytest.approx(2.801585 * 0.02, abs=1e-4)
    assert (beyond.level, beyond.n) == (0.05, 300)
    assert beyond.false_alarm == pytest.approx(0.025, abs=1e-3)
    (plain,) = reach_of(_gate(max_regression=0.02), _subject())
    assert plain.fails == pytest.approx(0.02 + 0.8416 * 0.02, abs=1e-4)
    assert plain.false_alarm == pytest.approx(0.159, abs=1e-3)
    assert plain.level is None


def test_a_bar_on_a_value_says_where_it_decides() -> None:
    """Alpha at least .667, by its lower end: from .709 on it passes four times in five."""
    (reach,) = reach_of(_gate(min=0.667, use="low"), _subject(change=None))
    error = 0.03 / 1.959964
    assert reach.passes == pytest.approx(0.667 + 2.801585 * error, abs=1e-4)
    assert reach.needed is not None
    assert reach.needed > 700


def test_several_bounds_have_a_reach_each_and_say_when_they_have_none() -> None:
    """A figure without an interval, or a metric without a direction, gives a reason and no number."""
    bare = ALPHA.model_copy(update={"low": None, "high": None, "why": "one item"})
    found = reach_of(_gate(min=0.6, max_regression=0.1), _subject(figure=bare, direction="neither"))
    assert [one.bound for one in found] == ["min", "max_regression"]
    assert all(one.fails is None and one.passes is None for one in found)
    assert "one item" in found[0].why
    assert "neither direction" in found[1].why
    (none,) = reach_of(_gate(min_change=0.1), _subject(change=Figure(metric="difference", why="no gold")))
    assert "no gold" in none.why
