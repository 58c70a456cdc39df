"""Gates: what they compare, what they say, and how a waiver ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from labelcards.catalog.metrics import CATALOG
from labelcards.compare.report import compare_metrics, compare_sides
from labelcards.compare.sides.side import Side
from labelcards.compare.verdicts.gate_paths import figures_of
from labelcards.compare.verdicts.gates import evaluate_gates
from labelcards.documents.difference import SideName
from labelcards.documents.figure_path import crossed, written
from labelcards.documents.figures import Figure, MetricsDocument
from labelcards.documents.gates import Gate, GateResult, GatesDocument
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.version_manifest import VersionManifest
from labelcards.documents.yaml_document import read_yaml_document
from labelcards.errors import InputError
from tests.compare.versions import side

TODAY = date(2026, 3, 1)
ALPHA = "quality.questions.topic.agreement.overall.alpha"
MANIFEST = DatasetManifest.model_validate(
    {
        "name": "tickets",
        "title": "Tickets",
        "description": "x",
        "license": "CC0-1.0",
        "creators": [{"name": "Team"}],
        "owners": [{"name": "Team"}],
        "questions": {"topic": {"title": "Topic", "labels": ["billing", "delivery"]}},
    }
)


def _figure(metric: str, value: float | None, half: float = 0.05, why: str = "one item") -> Figure:
    if value is None:
        return Figure(metric=metric, n=0, why=why)
    return Figure(metric=metric, value=value, low=value - half, high=value + half, n=100, method="test")


def _side(version: str, alpha: float | None, disputed: float = 0.2) -> Side:
    """A version with a quality document only."""
    recall = {label: {"recall": _figure("recall", share)} for label, share in (("billing", 0.9), ("delivery", 0.6))}
    groups = {"channel": {"mail": {"alpha": _figure("alpha", 0.8)}, "v1.2": {"alpha": _figure("alpha", 0.5)}}}
    figures = {
        "counts": {"items": Figure(metric="items", value=100.0, n=100, why="a count")},
        "questions": {
            "topic": {
                "agreement": {"overall": {"alpha": _figure("alpha", alpha)}, "per_group": groups},
                "consensus": {"disputed_share": _figure("disputed_share", disputed)},
                "gold": {"final": {"per_label": recall}},
            }
        },
    }
    table = {"file": "raw/x.csv"}
    declared = VersionManifest.model_validate(
        {"version": version, "date": "2026-01-01", "note": "x", "tables": {"items": table, "annotations": table}}
    )
    document = MetricsDocument(document="quality", dataset="tickets", version=version, figures=figures)
    name = SideName(given=version, version=version, tables=False, why_no_tables="a test")
    return Side(name, MANIFEST, declared, documents={"quality": document})


def _judge(gate: dict[str, Any], new: Side, old: Side | None = None, today: date = TODAY) -> GateResult:
    declared = GatesDocument.model_validate({"gates": [{"name": "gate", "reason": "A test.", **gate}]})
    difference = compare_sides(old, new, CATALOG) if old else None
    return evaluate_gates(declared, new=new, old=old, difference=difference, catalog=CATALOG, today=today)[0]


@pytest.mark.parametrize(
    ("gate", "status"),
    [
        ({"metric": ALPHA, "min": 0.7}, "passed"),
        ({"metric": ALPHA, "min": 0.71}, "failed"),
        ({"metric": ALPHA, "min": 0.71, "level": "warn"}, "warned"),
        ({"metric": ALPHA, "min": 0.7, "use": "low"}, "failed"),
        ({"metric": ALPHA, "min": 0.74, "use": "high"}, "passed"),
        ({"metric": ALPHA, "min": 0.71, "atol": 0.011}, "passed"),
        ({"metric": ALPHA, "min": 0.71, "rtol": 0.01}, "failed"),
        ({"metric": ALPHA, "min": 0.71, "rtol": 0.02}, "passed"),
        ({"metric": ALPHA, "max": 0.69}, "failed"),
        ({"metric": "quality.questions.topic.gold.final.per_label.*.recall", "min": 0.7}, "failed"),
        (
            {"metric": "quality.questions.topic.gold.final.per_label.{label}.recall", "label": "billing", "min": 0.7},
            "passed",
        ),
        ({"metric": "quality.questions.topic.gold.final.per_label.{label}.recall", "min": 0.7}, "failed"),
        (
            {
                "metric": "quality.questions.topic.agreement.per_group.{group}.alpha",
                "group": "channel=mail",
                "min": 0.7,
            },
            "passed",
        ),
        (
            {
                "metric": "quality.questions.topic.agreement.per_group.{group}.alpha",
                "group": "channel=v1.2",
                "min": 0.7,
            },
            "failed",
        ),
        (
            {"metric": "quality.questions.topic.agreement.per_group.{group}.alpha", "group": "channel", "min": 0.7},
            "failed",
        ),
        ({"metric": "quality.questions.topic.agreement.per_group.channel.v1.2.alpha", "min": 0.5}, "passed"),
    ],
)
def test_bounds(gate: dict[str, Any], status: str) -> None:
    """min, max, tolerances, the ends of the interval, and selectors, at alpha .70 (.65 to .75)."""
    assert _judge(gate, _side("1.1.0", 0.7)).status == status


@pytest.mark.parametrize(
    ("gate", "old", "new", "status"),
    [
        ({"max_regression": 0.0}, 0.7, 0.7, "passed"),
        ({"max_regression": 0.0}, 0.7, 0.69, "failed"),
        ({"max_regression": 0.02}, 0.7, 0.69, "passed"),
        ({"max_regression": 0.0, "significant": True}, 0.7, 0.69, "passed"),
        ({"max_regression": 0.0, "significant": True}, 0.9, 0.6, "failed"),
        ({"min_change": 0.05}, 0.7, 0.76, "passed"),
        ({"min_change": 0.05}, 0.7, 0.74, "failed"),
        ({"min_change": 0.05, "significant": True}, 0.7, 0.76, "failed"),
        ({"min_change": 0.05, "significant": True}, 0.6, 0.9, "passed"),
        ({"min_change": 0.05}, None, 0.9, "failed"),
    ],
)
def test_changes(gate: dict[str, Any], old: float | None, new: float, status: str) -> None:
    """A regression and a demanded change, by size and beyond noise (each interval is ±.05, the difference's ±.071)."""
    assert _judge({"metric": ALPHA, **gate}, _side("1.1.0", new), _side("1.0.0", old)).status == status


@pytest.mark.parametrize(
    ("old", "new", "half", "status"),
    [
        (0.6, 0.9, 0.05, "passed"),
        (0.7, 0.72, 0.05, "failed"),  # -.05 to .09
        (0.7, 0.72, 0.01, "passed"),  # .006 to .034
        (0.7, 0.72, None, "failed"),
    ],
)
def test_without_a_comparison_the_interval_decides(old: float, new: float, half: float | None, status: str) -> None:
    """A figure that comparisons leave out is beyond noise when the interval of its change leaves out zero."""

    def one(version: str, value: float) -> Side:
        interval = {"why": "a test"} if half is None else {"low": value - half, "high": value + half, "method": "test"}
        figure = Figure.model_validate({"metric": "mine", "value": value, "n": 100, **interval})
        held = _side(version, 0.7)
        held.documents["quality"].figures["mine"] = figure
        return held

    gate = {"metric": "quality.mine", "min_change": 0.01, "significant": True}
    assert _judge(gate, one("1.1.0", new), one("1.0.0", old)).status == status


def test_the_change_of_a_gate_is_the_comparison_s() -> None:
    """The change that a gate judged is shown with the verdict and the p-values of the comparison."""
    sides = _side("1.1.0", 0.9), _side("1.0.0", 0.6)
    change = _judge({"metric": ALPHA, "max_regression": 0.0}, *sides).figures[0].change
    compared = {written(one.path): one for one in compare_metrics(sides[1], sides[0], CATALOG)}[ALPHA]
    assert change is not None
    assert (change.value, change.low, change.high) == (
        compared.judged.difference.value,
        compared.judged.difference.low,
        compared.judged.difference.high,
    )
    assert compared.judged.p is not None
    assert (change.p, change.p_adjusted) == (compared.judged.p, compared.judged.p_adjusted)
    assert change.verdict == compared.verdict == "better"


def _answered(answers: dict[str, str]) -> list[tuple[str, str, str]]:
    """Two annotators: ann always answers billing or delivery as the item's number says, bob as given."""
    return [
        row
        for item, label in answers.items()
        for row in ((item, "ann", "billing" if int(item[1:]) % 2 else "delivery"), (item, "bob", label))
    ]


def test_a_gate_asks_for_shared_items_or_for_all() -> None:
    """Twenty items stay as they were, twenty disputed ones come: no step back of the labels, but of the version."""
    path = ("quality", "questions", "topic", "agreement", "overall", "percent")
    agreed = {f"i{n}": "billing" if n % 2 else "delivery" for n in range(20)}
    disputed = {f"i{n}": "delivery" if n % 2 else "billing" for n in range(20, 40)}
    sides = []
    for version, answers in (("1.0.0", agreed), ("1.1.0", agreed | disputed)):
        held = side(version, _answered(answers))
        figure = Figure(metric="percent", value=1.0 if version == "1.0.0" else 0.5, why="a test")
        tree: Any = {"questions": {"topic": {"agreement": {"overall": {"percent": figure}}}}}
        quality = MetricsDocument(document="quality", dataset="tickets", version=version, figures=tree)
        sides.append(replace(held, documents={"quality": quality}))
    old, new = sides
    bar = {"metric": written(path), "max_regression": 0.1}
    shared, everything = (_judge({**bar, "items": items}, new, old) for items in ("shared", "all"))
    assert (shared.status, everything.status) == ("passed", "failed")
    assert (shared.figures[0].change or _figure("x", None)).value == 0
    assert (everything.figures[0].change or _figure("x", None)).value == pytest.approx(-0.5)
    assert _judge(bar, new, old).status == "passed"


def test_items_belongs_to_a_change() -> None:
    """A bound on the figure itself is about one version, whose items are what they are."""
    with pytest.raises(ValueError, match="items belongs to min_change or max_regression"):
        Gate(name="g", metric=ALPHA, min=0.5, items="all", reason="r")


ACCURACY = "quality.questions.topic.gold.final.accuracy"


def _with_gold(version: str, gold: dict[str, str], finals: dict[str, str], accuracy: float) -> Side:
    rows = [(item, who, label) for item, label in finals.items() for who in ("ann", "bob")]
    held = side(version, rows, gold=gold)
    figure = Figure(metric="accuracy", value=accuracy, low=accuracy - 0.05, high=min(accuracy + 0.05, 1.0), n=len(gold))
    tree: Any = {"questions": {"topic": {"gold": {"final": {"accuracy": figure}}}}}
    quality = MetricsDocument(document="quality", dataset="tickets", version=version, figures=tree)
    return replace(held, documents={"quality": quality})


def _by_gold(gate: dict[str, Any], old: Side, new: Side) -> GateResult:
    found = compare_sides(old, new, CATALOG)
    declared = GatesDocument.model_validate({"gates": [{"name": "gate", "reason": "A test.", **gate}]})
    return evaluate_gates(declared, new=new, old=old, difference=found, catalog=CATALOG, today=TODAY)[0]


FINALS = {f"i{n}": "billing" for n in range(20)}
"""Everything is called billing."""


def test_a_bar_is_not_met_by_dropping_hard_gold() -> None:
    """Twelve of 20 right; without the gold of the eight others it is 12 of 12, by the older gold still 12 of 20."""
    gold = {item: "billing" if n < 12 else "other" for n, item in enumerate(FINALS)}
    easy = {item: label for item, label in gold.items() if label == "billing"}
    old, new = _with_gold("1.0.0", gold, FINALS, 0.6), _with_gold("1.1.0", easy, FINALS, 1.0)
    result = _by_gold({"metric": ACCURACY, "min": 0.9}, old, new)
    assert result.status == "failed"
    assert result.figures[0].problems == (
        "by the older gold labels 0.6 is below the minimum 0.9 (gold labels changed: 8 dropped, 0 added, 0 relabelled)",
    )


def test_a_bar_is_not_met_by_hard_items_that_left() -> None:
    """The eight wrong items leave the version: no label is better, and the gate says why it is not met."""
    gold = {item: "billing" if n < 12 else "other" for n, item in enumerate(FINALS)}
    easy = {item: label for item, label in gold.items() if label == "billing"}
    old, new = _with_gold("1.0.0", gold, FINALS, 0.6), _with_gold("1.1.0", easy, easy, 1.0)
    assert _by_gold({"metric": ACCURACY, "min": 0.9}, old, new).figures[0].problems == (
        "the older version missed the bar, and its labels are not shown to be better: "
        "gold labels changed: 8 dropped, 0 added, 0 relabelled",
    )


@pytest.mark.parametrize("gold", ["dropped", "flipped"])
@pytest.mark.parametrize("significant", [True, False])
def test_a_regression_is_not_hidden_by_other_gold(gold: str, *, significant: bool) -> None:
    """Eight labels are spoilt, and their gold is dropped or made to fit: by the older gold 40 points are lost."""
    spoilt = {item: "billing" if n < 12 else "other" for n, item in enumerate(FINALS)}
    other = spoilt if gold == "flipped" else dict.fromkeys(list(FINALS)[:12], "billing")
    old, new = _with_gold("1.0.0", dict(FINALS), FINALS, 1.0), _with_gold("1.1.0", other, spoilt, 1.0)
    gate = {"metric": ACCURACY, "max_regression": 0.02, "significant": significant}
    result = _by_gold(gate, old, new)
    assert result.status == "failed"
    assert result.figures[0].problems[0].startswith("by the older gold labels it got worse by 0.4, more than 0.02 (")
    assert _by_gold({**gate, "max_regression": 0.5}, old, new).status == "passed"


def test_a_bar_is_not_met_by_flipping_gold() -> None:
    """Gold that was made to fit the labels: by the older gold the bar is missed, and the number is that one."""
    gold = {item: "billing" if n < 12 else "other" for n, item in enumerate(FINALS)}
    old, new = _with_gold("1.0.0", gold, FINALS, 0.6), _with_gold("1.1.0", dict(FINALS), FINALS, 1.0)
    result = _by_gold({"metric": ACCURACY, "min": 0.9}, old, new)
    assert result.figures[0].problems == (
        "by the older gold labels 0.6 is below the minimum 0.9 (gold labels changed: 0 dropped, 0 added, 8 relabelled)",
    )
    assert _by_gold({"metric": ACCURACY, "min": 0.5}, old, new).status == "passed"


def test_better_labels_meet_a_bar_with_other_gold() -> None:
    """Labels that were corrected are better by either gold, so that dropping one gold item is no reason to fail."""
    gold = {item: "billing" if n < 12 else "other" for n, item in enumerate(FINALS)}
    fewer = {item: label for item, label in gold.items() if item != "i19"}
    turned = {"billing": "other", "other": "billing"}
    wrong = {item: turned[label] if n % 5 < 2 else label for n, (item, label) in enumerate(gold.items())}
    old, new = _with_gold("1.0.0", gold, wrong, 0.6), _with_gold("1.1.0", fewer, gold, 1.0)
    assert _by_gold({"metric": ACCURACY, "min": 0.9}, old, new).status == "passed"


def test_a_demanded_change_has_to_be_comparable() -> None:
    """A gain that is not comparable meets no demand, however large; the reason is said."""
    old, new = _side("1.0.0", 0.6), _side("1.1.0", 0.9)
    found = compare_sides(old, new, CATALOG)
    (alpha,) = (one for one in found.metrics if written(one.path) == ALPHA)
    whole = alpha.whole.model_copy(update={"verdict": "not comparable", "why": "others annotated"})
    declared = GatesDocument.model_validate(
        {"gates": [{"name": "gate", "reason": "A test.", "metric": ALPHA, "min_change": 0.05}]}
    )
    for told, status in ((alpha, "passed"), (alpha.model_copy(update={"whole": whole}), "failed")):
        difference = found.model_copy(update={"metrics": (told,)})
        (result,) = evaluate_gates(declared, new=new, old=old, difference=difference, catalog=CATALOG, today=TODAY)
        assert result.status == status
    assert result.figures[0].problems == ("the change is not comparable: others annotated",)


def test_the_catalog_says_which_way_is_worse() -> None:
    """More disputed items are a regression, fewer are not."""
    gate = {"metric": "quality.questions.topic.consensus.disputed_share", "max_regression": 0.05}
    assert _judge(gate, _side("1.1.0", 0.7, disputed=0.4), _side("1.0.0", 0.7)).status == "failed"
    assert _judge(gate, _side("1.1.0", 0.7, disputed=0.0), _side("1.0.0", 0.7)).status == "passed"


def test_a_metric_without_a_better_direction_has_no_regression() -> None:
    """The gate fails and says which bounds to use instead."""
    result = _judge({"metric": "quality.counts.items", "max_regression": 5}, _side("1.1.0", 0.7), _side("1.0.0", 0.7))
    assert result.status == "failed"
    assert "use min, max or min_change" in result.figures[0].problems[0]


def test_a_first_version_has_no_change() -> None:
    """A gate on a change is skipped without a parent; its bound on the figure itself still counts."""
    assert _judge({"metric": ALPHA, "max_regression": 0.0}, _side("1.0.0", 0.7)).status == "skipped"
    assert _judge({"metric": ALPHA, "max_regression": 0.0, "min": 0.9}, _side("1.0.0", 0.7)).status == "failed"


@pytest.mark.parametrize(
    ("metric", "remedy"),
    [
        (
            "bias.questions.topic.error_rate.channel.mail.rate",
            "There is no bias.json. Run `dvc repro`, or `labelcards bias`.",
        ),
        ("quality.questions.topics.agreement.overall.alpha", "Did you mean 'topic'?"),
        ("quality.questions.topic.agreement.overall.zzz", "There is: alpha."),
        ("quality.questions.topic.agreement.overall", "holds several figures; name one: alpha."),
        ("quality.counts.items.value", "is a figure; end the metric there."),
        ("quality.questions.topic.gold.final.per_label.*.zzz", "There is: billing, delivery."),
    ],
)
def test_a_missing_metric_fails_with_the_remedy(metric: str, remedy: str) -> None:
    """Each way of missing a figure says what to do."""
    result = _judge({"metric": metric, "min": 0.0}, _side("1.1.0", 0.7))
    assert result.status == "failed"
    assert remedy in result.figures[0].remedy


def test_an_undefined_figure_fails() -> None:
    """A figure that could not be computed meets no bar, and its reason is given."""
    result = _judge({"metric": ALPHA, "min": 0.0}, _side("1.1.0", None))
    assert result.status == "failed"
    assert result.figures[0].problems == ("the figure is undefined: one item",)


@pytest.mark.parametrize(
    ("today", "status", "note"),
    [
        (date(2026, 2, 28), "waived", "waived by Ada until 2026-03-01: Being fixed."),
        (date(2026, 3, 1), "waived", "waived by Ada until 2026-03-01: Being fixed."),
        (date(2026, 3, 2), "failed", "the waiver by Ada ended on 2026-03-01"),
    ],
)
def test_a_waiver_ends(today: date, status: str, note: str) -> None:
    """It holds on its last day and no longer."""
    waiver = {"until": "2026-03-01", "owner": "Ada", "reason": "Being fixed."}
    result = _judge({"metric": ALPHA, "min": 0.9, "waiver": waiver}, _side("1.1.0", 0.7), today=today)
    assert (result.status, result.note) == (status, note)


def test_a_waiver_that_nothing_needs_is_named() -> None:
    """A passing gate says that its waiver can go."""
    waiver = {"until": "2026-03-01", "owner": "Ada", "reason": "Being fixed."}
    result = _judge({"metric": ALPHA, "min": 0.5, "waiver": waiver}, _side("1.1.0", 0.7))
    assert (result.status, result.note) == ("passed", "the waiver is no longer needed")


def test_all_problems_of_a_file_at_once(tmp_path: Path) -> None:
    """Every wrong gate is named with its line, not only the first."""
    gates = [
        {"name": "a", "metric": "quality.x.y", "reason": "r"},
        {"name": "b", "metric": "nothing", "min": 1, "reason": "r"},
        {"name": "c", "metric": "quality.x", "min": 1, "max": 0, "reason": "r"},
        {"name": "d", "metric": "quality.x", "min": 1, "significant": True, "reason": "r"},
        {"name": "e", "metric": "quality.{group}", "min": 1, "reason": "r"},
        {"name": "f", "metric": "quality.x", "min": 1, "label": "l", "reason": "r"},
        {"name": "g", "metric": "quality.x", "max_regression": -1, "reason": "r"},
        {
            "name": "h",
            "metric": "quality.x",
            "min": 1,
            "reason": "r",
            "waiver": {"until": "soon", "owner": "o", "reason": "r"},
        },
        {"name": "i", "metric": "quality.x", "minimum": 1, "reason": "r"},
        {"name": "j", "metric": "quality.x", "min_change": 1, "use": "low", "reason": "r"},
        {"name": "k", "metric": "quality.x", "min": 1},
    ]
    (tmp_path / "gates.yaml").write_text(yaml.safe_dump({"gates": gates}, sort_keys=False))
    with pytest.raises(InputError) as caught:
        read_yaml_document(tmp_path / "gates.yaml", GatesDocument)
    named = {(problem.column or "").split(".")[0] for problem in caught.value.problems}
    assert named == {f"gates[{number}]" for number in range(1, 12)}
    assert all(problem.row for problem in caught.value.problems)


def test_names_are_unique(tmp_path: Path) -> None:
    """Two gates of one name could not be told apart by --explain."""
    gates = [{"name": "same", "metric": ALPHA, "min": bound, "reason": "r"} for bound in (0.5, 0.6)]
    (tmp_path / "gates.yaml").write_text(yaml.safe_dump({"gates": gates}))
    with pytest.raises(InputError, match="given twice: same"):
        read_yaml_document(tmp_path / "gates.yaml", GatesDocument)


def test_every_match_is_a_figure() -> None:
    """A star finds all labels, sorted; several labels find theirs."""
    documents = _side("1.0.0", 0.7).documents
    star = Gate(name="g", metric="quality.questions.topic.gold.final.per_label.*.recall", min=0, reason="r")
    assert [found.path[-2] for found in figures_of(star, documents)] == ["billing", "delivery"]
    one = Gate(
        name="g",
        metric="quality.questions.topic.gold.final.per_label.{label}.recall",
        label=("delivery", "gone"),
        min=0,
        reason="r",
    )
    assert [(found.path[-2], found.figure is None) for found in figures_of(one, documents)] == [
        ("delivery", False),
        ("gone", True),
    ]


def test_the_shipped_gates_are_valid(root: Path) -> None:
    """The demo's gates fit their schema and name figures by paths that parse."""
    declared = read_yaml_document(root / "datasets/support-tickets/gates.yaml", GatesDocument)
    assert len(declared.gates) >= 5


def _named(*labels: str, question: str = "topic", column: str = "channel", groups: tuple[str, ...] = ()) -> Any:
    """A bias document with a rate of every label and group."""
    group = {"share": _figure("share", 0.5)}
    columns = {crossed(column): {crossed(name): {**group} for name in groups}}
    figures = {"questions": {question: {"labels": {label: {**group} for label in labels}, "groups": columns}}}
    return {"bias": MetricsDocument(document="bias", dataset="tickets", version="1.0.0", figures=figures)}


def _found(metric: str, documents: Any, **more: Any) -> list[str]:
    gate = Gate(name="g", metric=metric, min=0, reason="r", **more)
    return [found.text for found in figures_of(gate, documents) if found.figure]


MARKS = ("*", "{label}", "{group}", "\\*", "a.b", "a\\.b", "\\", ".", "2 × 4")


@pytest.mark.parametrize("name", MARKS)
def test_any_name_can_be_named(name: str) -> None:
    """What a report calls a figure names that figure alone when it is pasted into a gate, whatever else is there."""
    documents = _named(*MARKS)
    path = ("bias", "questions", "topic", "labels", name, "share")
    assert _found(written(path), documents) == [written(path)]
    chosen = _found("bias.questions.topic.labels.{label}.share", documents, label=name)
    assert chosen == [written(path)]
    assert len(_found("bias.questions.*.labels.*.share", documents)) == len(MARKS)


def test_a_dot_needs_no_backslash_where_nothing_else_is_meant() -> None:
    """Question ``a.b`` with label ``1.2`` is found as people write it; to the letter wins over that."""
    documents = _named("1.2", question="a.b")
    expected = [written(("bias", "questions", "a.b", "labels", "1.2", "share"))]
    assert _found("bias.questions.a.b.labels.1.2.share", documents) == expected
    tree = documents["bias"].figures["questions"]
    tree["a.b"]["labels"]["1"] = {"2": {"share": _figure("share", 0.1)}}
    assert _found("bias.questions.a\\.b.labels.1.2.share", documents) == ["bias.questions.a\\.b.labels.1.2.share"]


def test_two_meanings_are_said() -> None:
    """Where a dotted text fits two figures, none is judged; the message names both so that one can be pasted."""
    documents = _named("x", question="a.b.labels.c")
    documents["bias"].figures["questions"]["a.b"] = {"labels": {"c.labels.x": {"share": _figure("share", 0.1)}}}
    metric = "bias.questions.a.b.labels.c.labels.x.share"
    (found,) = figures_of(Gate(name="g", metric=metric, min=0, reason="r"), documents)
    assert (found.figure, found.text) == (None, metric)
    meant = [
        written(("bias", "questions", "a.b.labels.c", "labels", "x", "share")),
        written(("bias", "questions", "a.b", "labels", "c.labels.x", "share")),
    ]
    assert "may mean several figures" in found.remedy
    for path in meant:
        assert path in found.remedy
        assert _found(path, documents) == [path]


def test_a_group_of_any_name_can_be_selected() -> None:
    """Column and value are split at the first = without a backslash; a × in a name crosses nothing."""
    documents = _named("x", column="a=b", groups=("c=d", "2 × 4"))
    metric = "bias.questions.topic.groups.{group}.share"
    prefix = ("bias", "questions", "topic", "groups", "a=b")
    assert _found(metric, documents, group="a\\=b=c=d") == [written((*prefix, "c=d", "share"))]
    assert _found(metric, documents, group="a\\=b=2 × 4") == [written((*prefix, "2 ×× 4", "share"))]
    assert len(_found(metric, documents, group="a\\=b")) == 2


def test_messages_can_be_pasted() -> None:
    """The names that a remedy lists are written as a gate writes them."""
    (found,) = figures_of(
        Gate(name="g", metric="bias.questions.gone.x", min=0, reason="r"), _named("x", question="a.b")
    )
    assert "There is: a\\.b." in found.remedy
