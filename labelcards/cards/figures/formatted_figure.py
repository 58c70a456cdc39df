"""A figure as a page shows it: the same parts in the same order everywhere, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape

from labelcards.cards.escape import anchor
from labelcards.cards.figures.number import count, plain, probability
from labelcards.documents.figure_path import FigurePath, written
from labelcards.documents.figures import CatalogEntry, Figure

__all__ = ["FormattedFigure", "Source", "figure_id", "missing", "show"]

_SUFFIX = {"share": "%", "difference of shares": "points", "seconds": "s", "hours": "h", "items/hour": "items/h"}
_PROBABILITIES = frozenset({"gain_p", "p_adjusted", "p_value"})


@dataclass(frozen=True, slots=True)
class Source:
    """The document a figure comes from.

    Attributes:
        document: ``quality``, ``bias``, …
        file: its file name.
        digest: the first 12 hex digits of its SHA-256; empty when not known.
        anchor: where the evidence page lists it.
    """

    document: str
    file: str
    digest: str
    anchor: str


@dataclass(frozen=True, slots=True)
class FormattedFigure:
    """One figure, formatted.

    Attributes:
        metric, title: the catalog key and its name for readers.
        path: where it stands in the document.
        defined: whether there is a value.
        value, unit: the value and its short unit, e.g. ``"87.3"`` and ``"%"``.
        interval: ``"[85.1, 89.2]"`` or empty.
        n: how many units, formatted; empty when not known.
        why: why the value (or the interval) is absent.
        method, source: how and from where.
        glossary: the anchor of the metric's definition.
        direction: ``higher``, ``lower`` or ``neither``.
        measure: the catalog's unit, e.g. ``share`` or ``count``.
        raw, low, high: the numbers themselves, for charts and comparisons made before rendering.
        id: the fragment under which a page can be linked to at this figure: document and path joined by dots.
    """

    metric: str
    title: str
    path: FigurePath
    defined: bool
    value: str
    unit: str
    interval: str
    n: str
    why: str
    method: str
    source: Source
    glossary: str
    direction: str
    measure: str
    raw: float | None
    low: float | None
    high: float | None
    id: str = ""

    @property
    def text(self) -> str:
        """The value with its unit, a dash, or the word that a figure exists but is suppressed."""
        if not self.defined:
            return "suppressed" if self.suppressed else "—"
        return self.value + ("%" if self.unit == "%" else f"\u00a0{self.unit}" if self.unit else "")

    @property
    def suppressed(self) -> bool:
        """Whether there is a value that the audience of the page does not get."""
        return not self.defined and self.why.startswith("suppressed")

    @property
    def is_count(self) -> bool:
        """Whether it is a plain count, which needs neither n nor an interval beside it."""
        return self.measure == "count"

    @property
    def hint(self) -> str:
        """What a reader sees when they point at the figure."""
        where = f"{self.source.file} {self.source.digest}".strip()
        parts = (self.title, self.method or self.why, where and f"from {where}, {written(self.path)}")
        return " · ".join(part for part in parts if part)

    @property
    def brief(self) -> str:
        """The hint in a table cell, where there is no room for interval and n; head and foot name metric and file.

        A count has none, nor has a p-value: it has no interval, and rests on what its row rests on.
        """
        if self.defined and (self.is_count or self.metric in _PROBABILITIES):
            return ""
        return " · ".join(part for part in (self.size, self.method or self.why) if part)

    @property
    def size(self) -> str:
        """Interval and n alone, for cells whose method the line below the table names."""
        n = f"n {self.n}" if self.n and not self.is_count else ""
        return " · ".join(part for part in (self.interval, n) if part)


def figure_id(document: str, path: FigurePath) -> Markup:
    """The fragment of a figure: readable, stable between versions, and safe for names that hold anything.

    >>> str(figure_id("quality", ("questions", "topic", "agreement", "overall", "alpha")))
    'quality.questions.topic.agreement.overall.alpha'
    """
    return Markup(".").join(anchor(step) for step in (document, *path))


def show(figure: Figure, entry: CatalogEntry, source: Source, path: FigurePath) -> FormattedFigure:
    """``figure`` formatted by its catalog entry."""
    defined = figure.value is not None
    interval = ""
    if figure.low is not None and figure.high is not None:
        interval = f"[{_bound(figure.low, figure, entry)}, {_bound(figure.high, figure, entry)}]"
    return FormattedFigure(
        metric=figure.metric,
        title=entry.title,
        path=path,
        defined=defined,
        value=escape(_value(figure, entry)),
        unit="" if figure.metric in _PROBABILITIES else _SUFFIX.get(entry.unit, ""),
        interval=escape(interval),
        n="" if figure.n is None or (figure.value is None and not figure.n) else count(figure.n),
        why=figure.why or "",
        method=figure.method or "",
        source=source,
        glossary=anchor("metric", figure.metric),
        direction=entry.direction,
        measure=entry.unit,
        raw=figure.value,
        low=figure.low,
        high=figure.high,
        id=figure_id(source.document, path),
    )


def _bound(value: float, figure: Figure, entry: CatalogEntry) -> str:
    return probability(value) if figure.metric in _PROBABILITIES else plain(value, entry, bound=True)


def _value(figure: Figure, entry: CatalogEntry) -> str:
    if figure.value is None:
        return ""
    return probability(figure.value) if figure.metric in _PROBABILITIES else plain(figure.value, entry)


def missing(title: str, why: str, source: Source, path: FigurePath = ()) -> FormattedFigure:
    """A figure that no document holds, and why."""
    return FormattedFigure(
        metric="",
        title=title,
        path=path,
        defined=False,
        value="",
        unit="",
        interval="",
        n="",
        why=why,
        method="",
        source=source,
        glossary="",
        direction="neither",
        measure="",
        raw=None,
        low=None,
        high=None,
    )
