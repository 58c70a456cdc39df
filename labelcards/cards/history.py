"""What people did to a data set, as a page shows it: everything inside, counts and dates outside."""

from __future__ import annotations

from dataclasses import dataclass

from labelcards.documents.log import ACTS, Log
from labelcards.documents.site_publication import Audience

__all__ = ["Audience", "HistoryCount", "HistoryPage", "HistoryRow", "history_page"]


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One act with who did it and why; internal pages only."""

    day: str
    act: str
    version: str
    by: str
    why: str
    what: str


@dataclass(frozen=True, slots=True)
class HistoryCount:
    """How often something was done, and when first and last."""

    act: str
    count: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """The log.

    Attributes:
        rows: newest first; empty for the public, who see neither names nor reasons.
        counts: per kind of act, in a fixed order.
        entries: how many there are.
        end: the first digits of the last entry's hash, by which a copy can be compared; empty without entries.
        broken: the line where the chain breaks; 0 when it is whole.
    """

    rows: tuple[HistoryRow, ...]
    counts: tuple[HistoryCount, ...]
    entries: int
    end: str
    broken: int


def history_page(log: Log, audience: Audience) -> HistoryPage:
    """The log for an audience. This is the only way from the log to a page."""
    rows = [
        HistoryRow(
            day=entry.day,
            act=entry.act,
            version=entry.version or "",
            by=entry.by,
            why=entry.why,
            what="; ".join(
                f"{key}: {', '.join(value) if isinstance(value, list) else value}" for key, value in entry.what.items()
            ),
        )
        for entry in reversed(log.entries)
    ]
    days = {act: sorted(entry.day for entry in log.entries if entry.act == act) for act in ACTS}
    return HistoryPage(
        rows=tuple(rows) if audience == "internal" else (),
        counts=tuple(HistoryCount(act, len(held), held[0], held[-1]) for act, held in days.items() if held),
        entries=len(log.entries),
        end=log.entries[-1].hash[:12] if log.entries else "",
        broken=log.broken.row if log.broken else 0,
    )
