"""One compared metric as plain, formatted text."""

from __future__ import annotations

from labelcards.cards.difference.lines import ContrastLine, MetricLine
from labelcards.cards.difference.shorten import shorten
from labelcards.cards.figures.number import count, plain, probability
from labelcards.catalog.metrics import CATALOG
from labelcards.catalog.places import is_gap, looked_at, names_in
from labelcards.documents.figure_path import FigurePath, written
from labelcards.documents.figures import CatalogEntry, Figure
from labelcards.documents.metric_difference import MetricDifference, VersionContrast

__all__ = ["contrast_line", "metric_line", "value_text"]


def metric_line(one: MetricDifference) -> MetricLine:
    """The metric with its numbers in words."""
    entry = CATALOG.get(one.metric) or CatalogEntry(
        title=one.title, definition="", unit=one.unit, low="", high="", direction=one.direction, source=""
    )
    title, about = _wording(one.path, one.title)
    if is_gap(one.path):
        entry = entry.model_copy(update={"unit": "difference of shares"})
    gap = _as_difference(entry)
    judged = contrast_line(one.judged, entry, gap)
    return MetricLine(
        verdict=one.verdict,
        question=shorten(one.question, 30),
        title=title,
        about=shorten(about, 60),
        path=written(one.path),
        judged=judged,
        shared=one.shared is not None,
        paired=one.judged.paired,
        composition=_with_interval(one.composition, gap) if one.composition else "",
        whole=contrast_line(one.whole, entry, gap) if one.composition else None,
        margin="" if one.margin is None else _number(one.margin, gap).removeprefix("+") + _unit(gap),
        needed=_times(one.judged.needed),
    )


def _times(needed: float | None) -> str:
    """How many times the items, with one decimal below ten; empty where there are as many already."""
    return "" if needed is None or needed < 1.05 else f"{needed:.1f}" if needed < 10 else count(needed)


def contrast_line(one: VersionContrast, entry: CatalogEntry, gap: CatalogEntry) -> ContrastLine:
    """Both figures and their difference; ``gap`` is the entry of the difference."""
    difference = one.difference
    interval = _interval(difference, gap)
    return ContrastLine(
        verdict=one.verdict,
        old=value_text(one.old, entry),
        new=value_text(one.new, entry),
        difference=_number(difference.value, gap) + _unit(entry) if difference.value is not None else "—",
        interval=interval,
        p=probability(one.p_adjusted) if one.p_adjusted is not None else "",
        n=count(difference.n) if difference.n else "",
        why=shorten(one.why or ("" if interval else difference.why or "") or _corrected(one), 160),
    )


def _corrected(one: VersionContrast) -> str:
    """Why an interval beside zero is no evidence: others were looked at as well."""
    low, high = one.difference.low, one.difference.high
    aside = low is not None and high is not None and (low > 0 or high < 0)
    return "beyond noise only before correction" if aside and one.verdict == "not enough data" else ""


def _interval(found: Figure, entry: CatalogEntry) -> str:
    if found.low is None or found.high is None:
        return ""
    return f"{_number(found.low, entry)} to {_number(found.high, entry)}"


def _with_interval(found: Figure, entry: CatalogEntry) -> str:
    if found.value is None:
        return found.why or "—"
    interval = _interval(found, entry)
    return f"{_number(found.value, entry)}{_unit(entry)}" + (f" ({interval})" if interval else "")


def _wording(path: FigurePath, title: str) -> tuple[str, str]:
    """What a line calls a figure, and what that is about besides its question: ``final labels billing``.

    A gap between groups is in the share of a label, or in a rate, and about a group: ``region South − rest``.
    """
    looked = looked_at(path)
    if looked is None:
        return title, ""
    names = {looked.pattern[place]: name for place, name in names_in(path).items() if looked.pattern[place] != "*"}
    if is_gap(path):
        column, group = names["<column>"].replace("_", " "), names["<group>"]
        return looked.watched.title.format(label=names.get("<label>", "")), f"{column} {group} − rest"
    about = " ".join(filter(None, (looked.watched.about, *names.values())))
    return looked.watched.title or title, about.replace("_", " ")


def _as_difference(entry: CatalogEntry) -> CatalogEntry:
    """The metric's entry as that of a difference, which is written with its sign."""
    if entry.unit == "share":
        return entry.model_copy(update={"unit": "difference of shares"})
    return entry.model_copy(update={"low": "-2"}) if entry.unit == "coefficient" else entry


def _number(value: float | None, entry: CatalogEntry) -> str:
    if value is None:
        return "—"
    text = plain(value, entry)
    signed = text[:1] in ("+", "\u2212", "0") or entry.unit == "share"
    return text if signed or value <= 0 else f"+{text}"


def _unit(entry: CatalogEntry) -> str:
    return " pp" if entry.unit in ("share", "difference of shares") else ""


def value_text(found: Figure | None, entry: CatalogEntry) -> str:
    """A figure's value with its unit; a dash where there is none."""
    if found is None or found.value is None:
        return "—"
    unit = {"share": "%", "difference of shares": " pp"}.get(entry.unit, "")
    return plain(found.value, entry) + unit
