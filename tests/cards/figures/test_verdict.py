"""Alpha is read by the cautious end of its interval."""

from __future__ import annotations

import pytest

from labelcards.cards.figures.formatted_figure import FormattedFigure, Source, show
from labelcards.cards.figures.verdict import reading
from labelcards.catalog.metrics import CATALOG
from labelcards.documents.figures import Figure

SOURCE = Source("changes", "changes.json", "", "")


def _shown(metric: str, value: float | None, low: float | None, high: float | None) -> FormattedFigure:
    figure = Figure(metric=metric, value=value, low=low, high=high, why=None if value is not None else "no overlap")
    return show(figure, CATALOG[metric], SOURCE, ("x",))


@pytest.mark.parametrize(
    ("value", "low", "expected"),
    [
        (0.85, 0.81, "reliable"),
        (0.85, 0.8, "reliable"),
        (0.85, 0.79, "tentative"),
        (0.7, 0.66, "unreliable"),
        (0.9, None, "reliable"),
    ],
)
def test_alpha_is_read_by_its_lower_end(value: float, low: float | None, expected: str) -> None:
    """The lower end of the interval decides, or the value when there is no interval."""
    high = None if low is None else 0.95
    assert reading(_shown("alpha", value, low, high)) == expected


def test_an_undefined_alpha_is_not_read() -> None:
    """No alpha, no reading."""
    assert reading(_shown("alpha", None, None, None)) == "unknown"
