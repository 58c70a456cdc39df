"""The model card shows every single column, and of the many intersections a choice that figures alone make."""

from __future__ import annotations

from typing import Any

from labelcards.cards.figures.book import Book
from labelcards.cards.figures.names import Names
from labelcards.cards.figures.notable import LIMIT
from labelcards.cards.pages.model_results import RATES, ModelQuestion, model_question
from labelcards.documents.figures import CatalogEntry, Figure, MetricsDocument
from tests.cards import sample

NAMES = Names(sample.manifest())


def _entry(metric: str) -> CatalogEntry:
    return CatalogEntry(title=metric, definition="x", unit="share", low="0", high="1", direction="neither", source="x")


def _share(metric: str, value: float | None, method: str = "Wilson, 95%") -> Figure:
    if value is None:
        return Figure(metric=metric, value=None, n=0, why="no gold item of the group has the label")
    return Figure(metric=metric, value=value, low=value / 2, high=value, n=40, method=method)


def _crossed(accuracy: float, p: float) -> dict[str, Any]:
    return {
        "accuracy": _share("accuracy", accuracy),
        "error_rate": {
            "rate": _share("rate", 1 - accuracy, "Wilson score, 95%"),
            "difference": Figure(metric="difference", value=0.9 - accuracy, low=0.0, high=0.9, n=40, method="m"),
            "p_adjusted": Figure(metric="p_adjusted", value=p, n=40, why="a p-value"),
        },
    }


def _question(per_group: dict[str, Any]) -> ModelQuestion:
    document = MetricsDocument(
        document="model",
        dataset="d",
        version="1.0.0",
        catalog={m: _entry(m) for m in (*RATES, "accuracy", "difference", "p_adjusted", "rate")},
        figures={"questions": {"topic": {"per_group": per_group}}},
    )
    return model_question(Book({"model": document}), NAMES, "topic")


def _many(differing: int, others: int) -> ModelQuestion:
    """Intersections that differ, for better; and worse ones on which chance cannot be excluded."""
    good = {f"g{i:02d} × en": _crossed(0.95 + i / 1000, 0.001) for i in range(differing)}
    bad = {f"b{i:02d} × en": _crossed(0.30 + i / 1000, 0.4) for i in range(others)}
    return _question({"channel × language": {**good, **bad}})


def test_the_lowest_accuracies_are_shown_whether_or_not_they_differ() -> None:
    """Bad results that chance may explain are not left out in favor of good ones that it does not explain."""
    crossed = _many(differing=3, others=LIMIT + 4).crossed
    assert crossed is not None
    assert [row.name for row in crossed.lowest.rows] == [f"Channel: b{i:02d}, Language: en" for i in range(LIMIT)]
    assert {row.mark for row in crossed.lowest.rows} == {""}
    assert (crossed.tested, crossed.left) == (LIMIT + 7, 7)
    assert crossed.place == "questions.topic.per_group"


def test_all_that_differ_are_counted_and_the_largest_shown() -> None:
    """The table of differences has a limit; how many there are is told anyway."""
    crossed = _many(differing=LIMIT + 2, others=1).crossed
    assert crossed is not None
    assert crossed.table is not None
    assert (crossed.differing, crossed.shown, len(crossed.table.rows)) == (LIMIT + 2, LIMIT, LIMIT)
    assert [row.mark for row in crossed.lowest.rows] == ["", *["flag"] * (LIMIT - 1)]


def test_few_intersections_are_all_shown() -> None:
    """Nothing is left for the document alone when the table has room."""
    crossed = _many(differing=0, others=5).crossed
    assert crossed is not None
    assert (crossed.table, crossed.left, len(crossed.lowest.rows)) == (None, 0, 5)


def test_the_rates_of_a_label_are_one_table_with_every_group() -> None:
    """A row per group of each single column, also where a rate has no value; three rates beside each other."""
    rates = {rate: _share(rate, 0.2) for rate in RATES}
    unknown = {**rates, "false_negative_rate": _share("false_negative_rate", None)}
    groups = {"chat": {"per_label": {"billing": rates}}, "phone": {"per_label": {"billing": unknown}}}
    (table,) = _question({"channel": groups, "channel × language": {"chat × en": groups["chat"]}}).rates
    assert [title for title, _ in table.table.columns] == list(RATES)
    assert [(row.section, row.name) for row in table.table.rows] == [("Channel", "chat"), ("Channel", "phone")]
    assert table.table.methods == ("Wilson, 95%",)
    assert table.table.rows[1].cells[1].why == "no gold item of the group has the label"


def test_a_method_that_a_column_shares_is_told_below_the_table() -> None:
    """Cells need not repeat it; a column without intervals, or with several methods, has none to share."""
    crossed = _many(differing=2, others=0).crossed
    assert crossed is not None
    assert crossed.table is not None
    assert crossed.table.other_methods == ("Wilson score, 95%", "")
