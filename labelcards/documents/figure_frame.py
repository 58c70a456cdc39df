"""Figures as a data frame, for notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from labelcards.documents.figures import Figure

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["figure_frame", "figure_line"]

_COLUMNS = ("value", "low", "high", "n", "method", "why")


def figure_frame(rows: Iterable[tuple[Mapping[str, object], Figure]]) -> pd.DataFrame:
    """One row per figure: what it is about, then ``value, low, high`` (NaN where there is none), ``n, method, why``.

    Args:
        rows: column → what the figure is about, the same columns in every row; and the figure.
    """
    import pandas as pd  # noqa: PLC0415 - documents are read without it

    held = [{**about, **{name: getattr(figure, name) for name in _COLUMNS}} for about, figure in rows]
    frame = pd.DataFrame(held)
    numbers: dict[str, str] = {"value": "float64", "low": "float64", "high": "float64", "n": "Int64"}
    return frame.astype(numbers) if held else frame


def figure_line(figure: Figure) -> str:
    """A figure on one line: value, interval and n, or why there is none.

    >>> figure_line(Figure(metric="alpha", value=0.7434, low=0.45, high=1, n=11))
    '0.7434  0.4500 to 1.0000  n = 11'
    >>> figure_line(Figure(metric="alpha", why="one annotator"))
    'undefined: one annotator'
    """
    if figure.value is None:
        return f"undefined: {figure.why}"
    interval = "" if figure.low is None or figure.high is None else f"  {figure.low:.4f} to {figure.high:.4f}"
    return f"{figure.value:.4f}{interval}" + ("" if figure.n is None else f"  n = {figure.n:,}")
