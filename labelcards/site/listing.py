"""Versions as rows of a list, with their headline figures ready to print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from labelcards.cards.figures.formatted_figure import FormattedFigure, Source, missing, show
from labelcards.cards.figures.summary import Summary
from labelcards.site.aliases import aliases_of

__all__ = ["COLUMNS", "FigureHistory", "Listing", "VersionRow", "compared", "figure_of", "listed"]

COLUMNS = ("alpha", "gold_accuracy", "flagged_share", "items", "annotators", "datasheet")
"""The figures of a row, by their names in ``summary.json``."""

COMPARED = (
    "alpha",
    "percent",
    "gold_accuracy",
    "model_accuracy",
    "flagged_share",
    "items",
    "annotations",
    "annotations_per_item",
    "annotators",
    "throughput",
    "k",
    "datasheet",
    "stale_answers",
)
"""The figures that are compared side by side."""

_TITLES = {
    "alpha": "Krippendorff's alpha",
    "gold_accuracy": "Accuracy of the labels",
    "model_accuracy": "Accuracy of the baseline model",
    "flagged_share": "Share of flagged items",
    "items": "Items",
    "annotators": "Annotators",
    "datasheet": "Datasheet answered",
    "stale_answers": "Stale answers in the datasheet",
}
"""Names where a metric's own title does not say what it is about."""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version and its headline figures, in the order of `COLUMNS`.

    Attributes:
        newest: whether it is what ``latest`` means.
        aliases: the names that lead to it.
        gates: ``passed``, ``failed``, or empty when not known.
        withdrawn: why it must not be used any more; else empty.
    """

    version: str
    date: str
    phase: str
    note: str
    parent: str
    newest: bool
    figures: tuple[FormattedFigure, ...]
    aliases: tuple[str, ...] = ()
    gates: str = ""
    withdrawn: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What is known of a data set's versions besides their summaries.

    Attributes:
        aliases: alias → version; None to work out ``latest`` alone.
        gates: version → whether it meets its gates.
        total: how many versions there are, if not all summaries are at hand.
    """

    aliases: Mapping[str, str] | None = None
    gates: Mapping[str, str] = field(default_factory=dict)
    total: int | None = None


@dataclass(frozen=True, slots=True)
class FigureHistory:
    """One figure of all versions, oldest first."""

    title: str
    definition: str
    figures: tuple[FormattedFigure, ...]


def figure_of(summary: Summary, name: str) -> FormattedFigure:
    """One headline figure, ready to print."""
    source = Source("summary", "summary.json", "", "")
    held = summary.kpis.get(name)
    if held is None:
        return missing(_TITLES.get(name, name), "not measured", source)
    return show(held, summary.catalog[held.metric], source, ("kpis", name))


def listed(
    summaries: Sequence[Summary],
    *,
    aliases: Mapping[str, str] | None = None,
    gates: Mapping[str, str] | None = None,
) -> tuple[VersionRow, ...]:
    """Rows for summaries that stand newest first.

    Args:
        aliases: alias → version; only ``latest`` when absent.
        gates: version → whether it meets its gates, as far as known.
    """
    named = aliases_of(summaries) if aliases is None else aliases
    judged = gates or {}
    return tuple(
        VersionRow(
            version=summary.version,
            date=summary.date.isoformat(),
            phase=summary.phase,
            note=summary.note,
            parent=summary.parent or "",
            newest=named.get("latest") == summary.version,
            figures=tuple(figure_of(summary, name) for name in COLUMNS),
            aliases=tuple(sorted(alias for alias, version in named.items() if version == summary.version)),
            gates=found if (found := judged.get(summary.version, "")) in ("passed", "failed") else "",
            withdrawn=summary.withdrawn or "",
        )
        for summary in summaries
    )


def compared(summaries: Sequence[Summary]) -> tuple[FigureHistory, ...]:
    """Every headline figure that at least one version has, version by version, oldest first."""
    rows: list[FigureHistory] = []
    for name in COMPARED:
        figures = tuple(figure_of(summary, name) for summary in reversed(summaries))
        held = next((s for s in summaries if name in s.kpis), None)
        if held is None:
            continue
        entry = held.catalog[held.kpis[name].metric]
        rows.append(FigureHistory(_TITLES.get(name, entry.title), entry.definition, figures))
    return tuple(rows)
