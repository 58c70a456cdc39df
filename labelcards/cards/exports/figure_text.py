"""A figure in a sentence of plain text."""

from __future__ import annotations

from markupsafe import Markup

from labelcards.cards.exports.markdown import one_line
from labelcards.cards.figures.formatted_figure import FormattedFigure

__all__ = ["figure_text"]


def figure_text(figure: FormattedFigure, *, n: bool = True) -> Markup:
    """A figure in a sentence: value, interval and n, or why there is none."""
    if not figure.defined:
        word = "not given" if figure.suppressed else "undefined"
        return Markup(f"{word} ({one_line(figure.why)})")  # noqa: S704 - a reason of labelcards
    parts = [str(figure.text), str(figure.interval)] if figure.interval else [str(figure.text)]
    counted = f", n = {figure.n}" if n and figure.n and not figure.is_count else ""
    return Markup(" ".join(parts) + counted)  # noqa: S704 - numbers
