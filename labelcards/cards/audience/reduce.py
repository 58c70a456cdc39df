"""Documents for the public: the same trees without what is for insiders, and with small groups marked as suppressed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from labelcards.cards.audience.hidden_figures import HiddenFigures
from labelcards.cards.audience.tables import axes_of
from labelcards.catalog.metrics import ROWS
from labelcards.catalog.places import Match, match
from labelcards.catalog.warnings import warned
from labelcards.documents.figure_path import FigurePath
from labelcards.documents.figures import Figure, MetricsDocument, leaves
from labelcards.documents.params import PublishParams
from labelcards.documents.warning_record import WarningRecord

__all__ = ["LEFT_OUT", "reduced", "suppressed_because"]

LEFT_OUT = ("withheld", "suppressed")
"""Codes of the notes that say how much a reduced document lacks."""


def suppressed_because(smallest: int) -> str:
    """What stands in place of a suppressed figure.

    The same words for small groups and for those that protect them: different ones would tell which is which.
    """
    return f"suppressed: fewer than {smallest}, or protecting a group that small"


@dataclass(frozen=True, slots=True)
class _Reader:
    """What decides about the figures of one document."""

    name: str
    hidden: HiddenFigures
    policy: PublishParams
    annotators: int

    def shown(self, path: tuple[str, ...], figure: Figure) -> Figure | None:
        """The figure as the public sees it: itself, suppressed, or None when it is left out."""
        made = match(self.name, path)
        if made is None or made.rule.kind in ("person", "linked") or (self.name, path) in self.hidden.dropped:
            return None
        row = ROWS.get(figure.metric)
        if row is not None and row.audience == "insiders":
            return None
        if made.rule.kind == "pooled" and self.annotators < self.policy.minimum_annotators:
            return Figure(
                metric=figure.metric, why=f"suppressed: fewer than {self.policy.minimum_annotators} annotators"
            )
        if (self.name, path) in self.hidden.leaves or self._small(made, figure) or self._sums_up_hidden(made):
            return Figure(metric=figure.metric, why=suppressed_because(self.policy.smallest_group))
        return figure

    def _small(self, made: Match, figure: Figure) -> bool:
        """A figure in a group that is shown may itself rest on less than the group."""
        return made.rule.kind == "group" and figure.n is not None and 0 < figure.n < self.policy.smallest_group

    def _sums_up_hidden(self, made: Match) -> bool:
        """Whether a table that has just these columns, or one of them, hides something."""
        if made.rule.kind != "axis":
            return False
        columns = {(made.rule.unit, column) for _, column in axes_of(made.places[0])[0]}
        return any(set(axes) <= columns for axes in self.hidden.axes)


def reduced(
    documents: Mapping[str, MetricsDocument], hidden: HiddenFigures, policy: PublishParams
) -> dict[str, MetricsDocument]:
    """The documents that a public card is made from.

    Left out: figures on single people and branches that no rule names. Suppressed: figures on hidden groups, and what
    sums up a column of which a group is hidden. Warnings about any of these are left out and counted. The inputs are
    summed up in one digest, because the digest of a small table can be found by trying its possible contents.
    """
    quality = documents.get("quality")
    number = quality.find("counts", "annotators") if quality else None
    annotators = int(number.value) if number and number.value is not None else 0
    return {
        name: _document(held, _Reader(name, hidden, policy, annotators)) for name, held in sorted(documents.items())
    }


def _document(document: MetricsDocument, reader: _Reader) -> MetricsDocument:
    kept = {path: reader.shown(path, figure) for path, figure in leaves(document.figures)}
    kept = _without_rare_records(kept, reader)
    figures: dict[str, Any] = {}
    for path, shown in kept.items():
        if shown is not None:
            node = figures
            for step in path[:-1]:
                node = node.setdefault(step, {})
            node[path[-1]] = shown
    metrics = {shown.metric for shown in kept.values() if shown is not None}
    return document.model_copy(
        update={
            "figures": figures,
            "warnings": _warnings(document, kept),
            "catalog": {key: entry for key, entry in document.catalog.items() if key in metrics},
            "sources": {"all inputs": _combined(document.sources)} if document.sources else {},
        }
    )


def _without_rare_records(
    kept: dict[tuple[str, ...], Figure | None], reader: _Reader
) -> dict[tuple[str, ...], Figure | None]:
    """Where one count of rare records is small, the figures beside it are about the same few records."""
    beside: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for path in kept:
        made = match(reader.name, path)
        if made is not None and made.rule.kind == "records":
            beside.setdefault(made.branch, []).append(path)
    changed = dict(kept)
    for paths in beside.values():
        values = [figure.value for path in paths if (figure := kept[path]) and figure.value is not None]
        if any(0 < value < reader.policy.smallest_group and float(value).is_integer() for value in values):
            for path in paths:
                figure = kept[path]
                if figure is not None:
                    changed[path] = Figure(metric=figure.metric, why=suppressed_because(reader.policy.smallest_group))
    return changed


def _warnings(document: MetricsDocument, kept: Mapping[tuple[str, ...], Figure | None]) -> list[WarningRecord]:
    """The warnings about figures that are all shown as they are, and notes on what is left out."""
    original = dict(leaves(document.figures))
    shown = [each for each in document.warnings if _about_shown(each.about, original, kept)]
    left = len(document.warnings) - len(shown)
    if left:
        shown.append(warned("withheld", (), warnings=left))
    hidden = sum(path in kept and kept[path] != figure for path, figure in original.items() if figure.value is not None)
    if hidden:
        shown.append(warned("suppressed", (), figures=hidden))
    return shown


def _about_shown(
    about: FigurePath, original: Mapping[FigurePath, Figure], kept: Mapping[FigurePath, Figure | None]
) -> bool:
    below = [path for path in original if path[: len(about)] == about]
    return bool(below) and all(kept[path] == original[path] for path in below)


def _combined(sources: Mapping[str, str]) -> str:
    lines = "".join(f"{digest}  {file}\n" for file, digest in sorted(sources.items()))
    return hashlib.sha256(lines.encode()).hexdigest()
