"""Of many intersections a page shows those that differ, by names people know."""

from __future__ import annotations

from typing import Any

from labelcards.cards.figures.book import Book
from labelcards.cards.figures.names import Names
from labelcards.cards.figures.notable import LIMIT, notable
from labelcards.cards.pages.bias import bias_page
from labelcards.documents.figures import CatalogEntry, Figure, MetricsDocument
from tests.cards import sample

SHARE = CatalogEntry(
    title="Difference", definition="x", unit="difference of shares", low="-1", high="1", direction="neither", source="x"
)


def _leaf(value: float, p: float, metric: str = "difference") -> dict[str, Any]:
    return {
        metric: Figure(metric="difference", value=value, low=value - 0.01, high=value + 0.01, n=50, method="m"),
        "p_adjusted": Figure(metric="p_adjusted", value=p, n=50, why="a p-value"),
        "rate": Figure(metric="difference", value=0.2, n=50, why="x"),
    }


def _book(part: str, tree: dict[str, Any]) -> Book:
    figures = {"questions": {"topic": {part: tree}}}
    document = MetricsDocument(
        document="bias", dataset="d", version="1.0.0", catalog={"difference": SHARE}, figures=figures
    )
    return Book({"bias": document})


NAMES = Names(sample.manifest())


def test_only_significant_differences_are_shown_largest_first() -> None:
    """The p-value decides whether, the size in either direction decides where."""
    tree = {
        "channel × language": {
            "chat × en": _leaf(0.1, 0.01),
            "chat × de": _leaf(-0.3, 0.001),
            "email × en": _leaf(0.9, 0.2),
        }
    }
    found = notable(_book("error_rate", tree), NAMES, "topic", "error_rate")
    assert found is not None
    assert found.table is not None
    assert [row.name for row in found.table.rows] == [
        "Channel = chat, Language = de",
        "Channel = chat, Language = en",
    ]
    assert (found.differing, found.shown, found.tested) == (2, 2, 3)


def test_single_columns_can_be_left_out() -> None:
    """Where a page shows single columns in full, only intersections are searched."""
    tree = {"channel": {"chat": _leaf(0.5, 0.001)}, "channel × language": {"chat × en": _leaf(0.1, 0.3)}}
    found = notable(_book("error_rate", tree), NAMES, "topic", "error_rate", combined_only=True)
    assert found is not None
    assert (found.table, found.differing, found.tested) == (None, 0, 1)


def test_labels_and_annotator_groups_are_named() -> None:
    """A third step is a label; of four steps the first pair is an annotator column."""
    rates = {"channel": {"chat": {"billing": _leaf(0.5, 0.001)}}}
    found = notable(_book("label_rate", rates), NAMES, "topic", "label_rate")
    assert found is not None
    assert found.table is not None
    assert found.table.rows[0].name == "Channel = chat: Billing"
    errors = {"age": {"20-29": {"channel × topic": {"chat × billing": _leaf(0.5, 0.001, "excess")}}}}
    found = notable(_book("annotator_error", errors), NAMES, "topic", "annotator_error")
    assert found is not None
    assert found.table is not None
    assert found.table.rows[0].name == "Age = 20-29, Channel = chat, Topic = Billing"


def test_a_table_never_mixes_two_metrics() -> None:
    """Where a branch has excess differences, plain ones beside them are left out: they have another unit."""
    cells = {"channel": {"chat": _leaf(0.5, 0.001, "excess")}, "all": {"all": _leaf(0.9, 0.001)}}
    found = notable(_book("annotator_error", {"age": {"20-29": cells}}), NAMES, "topic", "annotator_error")
    assert found is not None
    assert found.table is not None
    assert [row.name for row in found.table.rows] == ["Age = 20-29, Channel = chat"]


def test_the_table_has_a_limit_and_says_so() -> None:
    """More than the limit differ: the largest are shown, all are counted."""
    tree = {"channel × language": {f"v{i:02d} × en": _leaf(0.1 + i / 100, 0.001) for i in range(LIMIT + 5)}}
    found = notable(_book("error_rate", tree), NAMES, "topic", "error_rate")
    assert found is not None
    assert (found.shown, found.differing) == (LIMIT, LIMIT + 5)


def test_nothing_tested_is_nothing_shown() -> None:
    """A branch without p-values has no notable part."""
    assert notable(_book("error_rate", {}), NAMES, "topic", "error_rate") is None


def test_tables_of_single_columns_leave_intersections_out() -> None:
    """The error table has a section per single column, none for intersections."""
    tree = {"channel": {"chat": _leaf(0.5, 0.001)}, "channel × language": {"chat × en": _leaf(0.1, 0.3)}}
    page = bias_page(_book("error_rate", tree), NAMES)
    assert page.questions[0].error_rate is not None
    assert [(row.section, row.name, row.mark) for row in page.questions[0].error_rate.rows] == [
        ("Channel", "chat", "flag")
    ]


def test_a_column_of_both_tables_takes_the_right_title() -> None:
    """Items and annotators may both have a column of one name; each table asks its own first."""
    manifest = sample.manifest().model_dump(mode="json")
    manifest["items"]["columns"]["age"] = {"title": "Customer age", "group": True}
    manifest["annotators"]["columns"]["age"]["title"] = "Annotator age"
    names = Names(type(sample.manifest()).model_validate(manifest))
    assert names.column("age") == "Customer age"
    assert names.column("age", of="annotators") == "Annotator age"
    assert names.group("topic", "age × channel", "0-19 × chat", of="annotators") == (
        ("Annotator age", "0-19"),
        ("Channel", "chat"),
    )
    assert names.sensitive("age", of="annotators")
    assert not names.sensitive("age")
