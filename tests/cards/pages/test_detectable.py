"""What a version could have detected, on its pages."""

from __future__ import annotations

from labelcards.cards.figures.book import Book
from labelcards.cards.pages.detectable import detectable_rows
from labelcards.catalog.metrics import catalog_for
from labelcards.documents.figures import Figure, FigureTree, MetricsDocument


def _book(document: str, **branches: FigureTree) -> Book:
    figures: FigureTree = {"questions": {"topic": {**branches}}}
    catalog = catalog_for({**figures, "x": Figure(metric="alpha", why="x"), "y": Figure(metric="accuracy", why="x")})
    quality = MetricsDocument(document="quality", dataset="d", version="1.0.0", catalog=catalog)
    held = MetricsDocument(document=document, dataset="d", version="1.0.0", figures=figures, catalog=catalog)
    return Book({"quality": quality, document: held})


def test_rows_have_names_units_and_no_sign() -> None:
    """Agreement first; shares in points without a sign; annotators counted as annotators; undefined with why."""
    book = _book(
        "changes",
        detectable={
            "gold_accuracy": Figure(metric="detectable_share", value=0.0491, n=160, why="x"),
            "alpha": Figure(metric="detectable", value=0.0641, n=700, why="x"),
            "alpha_other_annotators": Figure(metric="detectable", value=0.33, n=14, why="x"),
            "flagged_share": Figure(metric="detectable_share", n=3, why="others annotated"),
        },
        needed={"alpha": Figure(metric="needed", value=6780.0, n=700, why="items")},
    )
    rows = detectable_rows(book, "changes", "topic")
    assert [row.name for row in rows] == [
        "Krippendorff's alpha",
        "Krippendorff's alpha, other annotators",
        "Accuracy, final labels",
        "Flagged share",
    ]
    assert [row.found.text for row in rows] == ["0.064", "0.330", "4.9\u00a0points", "—"]
    assert [row.units for row in rows] == ["items", "annotators", "gold items", "items"]
    assert rows[0].needed is not None
    assert rows[0].needed.text == "6\u202f780"
    assert rows[1].needed is None
    assert rows[3].found.why == "others annotated"


def test_a_document_without_them_has_no_rows() -> None:
    """Documents of an earlier release hold none."""
    assert detectable_rows(_book("changes"), "changes", "topic") == ()
    assert detectable_rows(Book({}), "quality", "topic") == ()
