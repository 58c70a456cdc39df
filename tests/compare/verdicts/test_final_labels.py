"""Gold that changed, annotators who changed, flags that nobody could raise: what figures of final labels then say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from labelcards.catalog.metrics import CATALOG
from labelcards.compare.report import compare_metrics, compare_sides
from labelcards.compare.sides.side import Side
from labelcards.compare.verdicts.final_labels import flag_metric
from labelcards.compare.verdicts.question_pair import QuestionPair
from labelcards.documents.figures import Figure, MetricsDocument
from labelcards.documents.metric_difference import MetricDifference
from labelcards.documents.table_changes import GoldChange
from labelcards.metrics.estimate import Estimate
from tests.compare.versions import side

ITEMS = [f"i{n}" for n in range(20)]
GOLD = {item: "billing" if n < 12 else "other" for n, item in enumerate(ITEMS)}
TURNED = {"billing": "other", "other": "billing"}
WRONG = {item: TURNED[label] if n % 2 else label for n, (item, label) in enumerate(GOLD.items())}
"""Every second of the twenty, in both directions."""


def _annotated(version: str, finals: dict[str, str], gold: dict[str, str] | None = None, people: str = "abc") -> Side:
    return side(version, [(item, who, label) for item, label in finals.items() for who in people], gold=gold)


def _all(label: str) -> dict[str, str]:
    return dict.fromkeys(ITEMS, label)


def _gold_of(old: Side, new: Side) -> GoldChange:
    gold = compare_sides(old, new, CATALOG).questions[0].gold
    assert gold is not None
    return gold


def _accuracy(old: Side, new: Side) -> MetricDifference:
    path = ("quality", "questions", "topic", "gold", "final", "accuracy")
    return next(one for one in compare_metrics(old, new, CATALOG) if one.path == path)


def test_dropping_hard_gold_is_told_apart() -> None:
    """12 of 20 right before; six hard items leave the gold and one comes: shared 12 of 14 twice."""
    old = _annotated("1.0.0", _all("billing"), GOLD)
    kept = {item: label for item, label in GOLD.items() if item not in ITEMS[14:]}
    new = _annotated("1.1.0", {**_all("billing"), "new": "other"}, {**kept, "new": "other"})
    found = _gold_of(old, new)
    assert (found.kept, found.dropped, found.added, found.relabelled) == (14, 6, 1, 0)
    assert found.dropped_accuracy is not None
    assert found.kept_accuracy is not None
    assert (found.dropped_accuracy.value, found.dropped_accuracy.n) == (0.0, 6)
    assert (found.kept_accuracy.value, found.kept_accuracy.n) == (pytest.approx(12 / 14, abs=1e-6), 14)
    one = _accuracy(old, new)
    assert one.shared is not None
    assert (one.shared.difference.value, one.verdict) == (0.0, "no difference")
    assert one.whole.difference.value == pytest.approx(13 / 15 - 12 / 20, abs=1e-6)
    assert one.composition is not None
    assert one.composition.value == pytest.approx(13 / 15 - 12 / 20, abs=1e-6)


def test_dropped_gold_still_judges_the_labels() -> None:
    """Ten labels that were right become wrong, and their gold is dropped: the older gold says so."""
    spoilt = {item: "other" if item in ITEMS[10:] else "billing" for item in ITEMS}
    old = _annotated("1.0.0", _all("billing"), _all("billing"))
    new = _annotated("1.1.0", spoilt, dict.fromkeys(ITEMS[:10], "billing"))
    found = _gold_of(old, new)
    assert found.on_newer is not None
    assert found.on_older is not None
    assert found.on_newer.difference.value == 0.0
    assert (found.on_older.difference.value, found.on_older.difference.n, found.on_older.verdict) == (-0.5, 20, "worse")


def test_flipped_gold_is_no_change_of_the_labels() -> None:
    """The same labels by either gold: nothing differs on shared items, though the figures went from .6 to 1."""
    old, new = _annotated("1.0.0", _all("billing"), GOLD), _annotated("1.1.0", _all("billing"), _all("billing"))
    found = _gold_of(old, new)
    assert (found.kept, found.dropped, found.added, found.relabelled) == (20, 0, 0, 8)
    assert found.on_newer is not None
    assert found.on_older is not None
    for contrast, value in ((found.on_newer, 1.0), (found.on_older, 0.6)):
        assert contrast.old is not None
        assert contrast.new is not None
        assert (contrast.old.value, contrast.new.value) == (value, value)
        assert (contrast.difference.value, contrast.verdict) == (0.0, "no difference")
    one = _accuracy(old, new)
    assert (one.verdict, one.whole.difference.value) == ("no difference", pytest.approx(0.4))


def test_both_golds_judge_corrected_labels() -> None:
    """Eight corrected labels are better by the newer and by the older gold; one gold label that was flipped tells."""
    gold = {**GOLD, "i0": "other"}
    old, new = _annotated("1.0.0", _all("billing"), GOLD), _annotated("1.1.0", GOLD, gold)
    found = _gold_of(old, new)
    assert found.on_newer is not None
    assert found.on_older is not None
    assert (found.on_newer.difference.value, found.on_older.difference.value) == (
        pytest.approx(0.4),
        pytest.approx(0.4),
    )
    assert found.on_newer.new is not None
    assert (found.on_newer.new.value, found.on_newer.verdict, found.on_older.verdict) == (0.95, "better", "better")


def test_gold_that_stayed_has_counts_only() -> None:
    """The same gold is said to be the same; without gold there is nothing to say."""
    found = _gold_of(_annotated("1.0.0", _all("billing"), GOLD), _annotated("1.1.0", GOLD, GOLD))
    assert found == GoldChange(kept=20, dropped=0, added=0, relabelled=0)
    assert not found.changed
    plain = compare_sides(_annotated("1.0.0", _all("billing")), _annotated("1.1.0", GOLD), CATALOG)
    assert plain.questions[0].gold is None


def test_who_answered() -> None:
    """Of four annotators two stayed, one left and one came; three answers per shared item; new items do not count."""
    old = _annotated("1.0.0", _all("billing"), people="abc")
    new = _annotated("1.1.0", {**_all("billing"), "new": "other"}, people="bcd")
    only = side("1.1.0", [*_rows(new), ("new", "zoe", "other")])
    for newer in (new, only):
        pool = compare_sides(old, newer, CATALOG).questions[0].pool
        assert pool is not None
        assert (pool.kept, pool.left, pool.came, pool.changed) == (2, 1, 1, True)
        assert (pool.old_votes, pool.new_votes) == (3.0, 3.0)
    same = compare_sides(old, _annotated("1.1.0", GOLD), CATALOG).questions[0].pool
    assert same is not None
    assert (same.kept, same.changed) == (3, False)


def _rows(held: Side) -> list[tuple[str, str, str]]:
    assert held.labels is not None
    table = held.labels.annotations
    return list(zip(table["item_id"], table["annotator_id"], table["label"], strict=True))


def _with_figures(held: Side, value: float) -> Side:
    """With the dissent on a group's items, whose interval takes annotators as given, and a model's accuracy."""
    dissent = Figure(metric="disagreement", value=value, low=value - 0.02, high=value + 0.02, n=200, method="test")
    accuracy = dissent.model_copy(update={"metric": "accuracy"})
    trees: dict[str, Any] = {
        "bias": {"questions": {"topic": {"disagreement": {"channel": {"mail": {"rate": dissent}}}}}},
        "model": {"questions": {"topic": {"overall": {"accuracy": accuracy}}}},
    }
    documents = {
        name: MetricsDocument(document=name, dataset="tickets", version="1.0.0", figures=tree)
        for name, tree in trees.items()
    }
    return replace(held, documents=documents)


@pytest.mark.parametrize(("people", "verdict"), [("abc", "worse"), ("abd", "not comparable")])
def test_document_figures_do_not_compare_where_others_answered(people: str, verdict: str) -> None:
    """Their intervals do not know that the annotators are others; a model's figure does not rest on them."""
    old = _with_figures(_annotated("1.0.0", WRONG), 0.5)
    new = _with_figures(_annotated("1.1.0", GOLD, people=people), 0.8)
    found = {one.path: one for one in compare_metrics(old, new, CATALOG)}
    dissent = found["bias", "questions", "topic", "disagreement", "channel", "mail", "rate"]
    assert dissent.verdict == verdict
    assert dissent.whole.difference.value == pytest.approx(0.3)
    assert bool(dissent.whole.why) == (verdict == "not comparable")
    assert (dissent.whole.p_adjusted is None) == (verdict == "not comparable")
    assert found["model", "questions", "topic", "overall", "accuracy"].verdict == "better"


def _flagged(version: str, flags: object) -> Side:
    held = _annotated(version, GOLD)
    table = pd.DataFrame({"question": "topic", "item_id": ITEMS, "final": [GOLD[item] for item in ITEMS]})
    return replace(held, consensus=table.assign(flagged=pd.array([flags] * len(ITEMS), dtype="boolean")))


def test_flags_that_could_not_be_raised_are_no_zero() -> None:
    """Where suspected errors could not be looked for, there is no share of them: not zero, and no interval."""
    for before, after in ((None, None), (None, False), (True, None)):
        assert flag_metric(QuestionPair(_flagged("1.0.0", before), _flagged("1.1.0", after), "topic")) is None
    found = flag_metric(QuestionPair(_flagged("1.0.0", True), _flagged("1.1.0", False), "topic"))
    assert found is not None
    assert found.shared is not None
    assert isinstance(found.shared.difference, Estimate)
    assert found.shared.difference.value == -1.0
    assert found.composition is None


def test_margins_of_the_changes_document_decide() -> None:
    """What ``changes.margins`` said when the version was made is what it is judged by, the yardstick's, too."""
    old, new = _annotated("1.0.0", WRONG, GOLD), _annotated("1.1.0", GOLD, {**GOLD, "i1": "other"})
    changes = MetricsDocument(
        document="changes", dataset="tickets", version="1.1.0", figures={}, parameters={"margins.accuracy": 0.5}
    )
    told = replace(new, documents={"changes": changes})
    assert (_accuracy(old, new).margin, _accuracy(old, new).verdict) == (0.01, "better")
    assert (_accuracy(old, told).margin, _accuracy(old, told).verdict) == (0.5, "slightly better")
    newer = _gold_of(old, told).on_newer
    assert newer is not None
    assert newer.verdict == "slightly better"
