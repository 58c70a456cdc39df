"""The overview: what changed since the parent stands beside the headline figures."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from labelcards.cards.figures.book import Book
from labelcards.cards.figures.names import Names
from labelcards.cards.pages.overview import Kpi, gold_accuracy, kpis
from labelcards.catalog.metrics import catalog_for
from labelcards.documents.figures import Figure, FigureTree, MetricsDocument
from tests.cards import sample


def _document(name: str, figures: FigureTree) -> MetricsDocument:
    return MetricsDocument(
        document=name, dataset="support-tickets", version="1.1.0", catalog=catalog_for(figures), figures=figures
    )


def _share(metric: str, value: float) -> Figure:
    return Figure(metric=metric, value=value, low=value - 0.05, high=value + 0.05, n=200, method="Wilson, 95%")


def _change(value: float, verdict: str) -> Figure:
    return Figure(
        metric="share_change", value=value, low=value - 0.02, high=value + 0.02, n=200, method="Newcombe, 95%",
        p=0.5, p_adjusted=0.5, verdict=verdict,
    )  # fmt: skip


def _kpis(gold: Mapping[str, FigureTree | Figure], difference: Mapping[str, Figure]) -> dict[str, Kpi]:
    topic: FigureTree = {"gold": dict(gold), "label_errors": {"flagged_share": _share("flagged_share", 0.1)}}
    book = Book(
        {
            "quality": _document("quality", {"questions": {"topic": topic}}),
            "changes": _document("changes", {"questions": {"topic": {"difference": dict(difference)}}}),
        }
    )
    return {each.key: each for each in kpis(book, Names(sample.manifest()))}


@pytest.mark.parametrize(("value", "verdict"), [(0.07, "better"), (-0.07, "worse"), (0.07, "no evidence")])
def test_accuracy_has_its_change_beside_it(value: float, verdict: str) -> None:
    """The change of accuracy, which changes.json calls by what it was measured against, and the verdict held there."""
    found = _kpis(
        {"final": {"accuracy": _share("accuracy", 0.9)}},
        {"gold_accuracy": _change(value, verdict), "flagged_share": _change(0.01, "no evidence")},
    )
    change = found["gold_accuracy"].change
    assert change is not None
    assert change.raw == value
    assert found["gold_accuracy"].verdict == verdict
    assert found["flagged_share"].change is not None
    assert found["flagged_share"].change.raw == 0.01


def test_a_figure_without_a_measured_change_has_none() -> None:
    """Another figure's change is not borrowed."""
    found = _kpis({"final": {"accuracy": _share("accuracy", 0.9)}}, {"flagged_share": _change(0.01, "changed")})
    assert found["gold_accuracy"].change is None
    assert found["gold_accuracy"].verdict is None


def test_accuracy_is_that_of_the_labels_a_user_gets() -> None:
    """Final labels where there are any, the majority's otherwise; never the annotators' or the model's."""
    others: FigureTree = {
        "annotators": {"accuracy": _share("accuracy", 0.5)},
        "model": {"accuracy": _share("accuracy", 0.6)},
        "majority": {"accuracy": _share("accuracy", 0.7)},
    }
    for gold, value in ((others, 0.7), ({**others, "final": {"accuracy": _share("accuracy", 0.8)}}, 0.8)):
        book = Book({"quality": _document("quality", {"questions": {"topic": {"gold": gold}}})})
        assert gold_accuracy(book, "topic").raw == value
