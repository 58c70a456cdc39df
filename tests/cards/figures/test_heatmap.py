"""Confusion matrices, counted by hand."""

from __future__ import annotations

from labelcards.cards.figures.book import Book
from labelcards.cards.figures.heatmap import heatmap
from labelcards.cards.figures.names import Names
from labelcards.documents.figures import Figure, FigureTree, MetricsDocument
from tests.cards import sample

DIGEST = "0123456789abcdef" * 4
COUNTS = {"low": {"low": 15, "normal": 5}, "normal": {"normal": 30, "high": 10}, "high": {"low": 1, "high": 1}}


def _book(counts: dict[str, dict[str, int]]) -> Book:
    cells: FigureTree = {
        gold: {given: {"count": Figure(metric="count", value=float(n), n=n, why="a count")} for given, n in row.items()}
        for gold, row in counts.items()
    }
    tree: FigureTree = {"questions": {"urgency": {"confusion": cells}}}
    document = MetricsDocument(document="quality", dataset="support-tickets", version="1.1.0", figures=tree)
    return Book({"quality": document}, {"quality": DIGEST})


def test_rows_are_the_truth() -> None:
    """Labels stand in declared order; a cell has its count, its share of the row and its shade; absent cells are 0."""
    found = heatmap(_book(COUNTS), Names(sample.manifest()), "quality", "urgency")
    assert found is not None
    assert found.columns == ("low", "normal", "high")
    assert [(name, total) for name, _, total in found.rows] == [("low", "20"), ("normal", "40"), ("high", "2")]
    assert [[(cell.count, cell.share, cell.level, cell.hit) for cell in cells] for _, cells, _ in found.rows] == [
        [("15", "75", 8, True), ("5", "25", 2, False), ("0", "0", 0, False)],
        [("0", "0", 0, False), ("30", "75", 8, True), ("10", "25", 2, False)],
        [("1", "50", 5, False), ("0", "0", 0, False), ("1", "50", 5, True)],
    ]


def test_the_worst_confusion_is_the_largest_share_of_its_row() -> None:
    """One of two is worse than ten of forty; without a confusion there is none, without a matrix no picture."""
    names = Names(sample.manifest())
    found = heatmap(_book(COUNTS), names, "quality", "urgency")
    assert found is not None
    assert found.worst == ("high", "low", "1", "50")
    perfect = heatmap(_book({"low": {"low": 3}}), names, "quality", "urgency")
    assert perfect is not None
    assert perfect.worst is None
    assert heatmap(_book({}), names, "quality", "urgency") is None


def test_a_picture_names_its_document() -> None:
    """The source is the document with the first twelve digits of its file's digest."""
    found = heatmap(_book(COUNTS), Names(sample.manifest()), "quality", "urgency")
    assert found is not None
    assert (found.source.document, found.source.file, found.source.digest) == ("quality", "quality.json", DIGEST[:12])
