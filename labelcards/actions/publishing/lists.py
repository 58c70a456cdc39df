"""The list of versions, the selector's file and the aliases of one published data set, renewed only when they change.

A data set in which nothing changed costs two small files to compare, and the few summaries that the front page shows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from labelcards.cards.figures.summary import Summary
from labelcards.cards.history import HistoryPage, history_page
from labelcards.documents.log import read_log
from labelcards.documents.site_publication import DatasetPublication, PublishedVersion
from labelcards.release import __version__
from labelcards.site.aliases import aliases_of, write_alias
from labelcards.site.index import read_summaries, write_index
from labelcards.site.listing import Listing
from labelcards.site.overview import shown_in_front

__all__ = ["PublishedList", "bring_list", "with_version"]

_FILES = ("versions.json", "index.html")


@dataclass(frozen=True, slots=True)
class PublishedList:
    """What the front page needs of a data set.

    Attributes:
        summaries: of the versions that it shows, newest first.
        listing: aliases, gates, and how many versions there are in all.
    """

    summaries: tuple[Summary, ...]
    listing: Listing


def with_version(ledger: DatasetPublication, version: str, held: PublishedVersion) -> DatasetPublication:
    """The ledger with one version as it is now, and therefore without a list that is known to fit."""
    return ledger.model_copy(update={"versions": {**ledger.versions, version: held}, "listed": ""})


def bring_list(
    out: Path, ledger: DatasetPublication, log: Path | None, *, build: bool
) -> tuple[DatasetPublication, PublishedList]:
    """Write what lists the versions of one data set, if it is not there as it should be.

    Args:
        out: the data set's published folder.
        log: what people did to the data set; None if the data set is none of this run, so that nothing is written.
        build: whether to write anything.

    Returns:
        The ledger, with what the list was made from if it was written; and what the front page needs.
    """
    history = history_page(read_log(log), ledger.audience) if log is not None else None
    gates = {version: held.gates for version, held in ledger.versions.items()}
    known = bool(ledger.listed) and gates.keys() >= set(ledger.front)
    if known and (history is None or ledger.listed == _digest(out, ledger, history)):
        found, aliases = read_summaries(out, ledger.front), ledger.aliases
    else:
        every = read_summaries(out, sorted(ledger.versions))
        aliases = aliases_of(every, {version for version, status in gates.items() if status == "passed"})
        found = shown_in_front(every)
        if build and history is not None:
            write_index(every, out, history=history, aliases=aliases, gates=gates)
            front = tuple(summary.version for summary in found)
            ledger = ledger.model_copy(update={"aliases": aliases, "front": front})
            ledger = ledger.model_copy(update={"listed": _digest(out, ledger, history)})
    if build and history is not None:
        for alias, version in aliases.items():
            write_alias(out, alias, version)
    return ledger, PublishedList(found, Listing(aliases, _of_shown(gates, found), len(gates)))


def _of_shown(gates: Mapping[str, str], shown: tuple[Summary, ...]) -> dict[str, str]:
    return {summary.version: gates[summary.version] for summary in shown}


def _digest(out: Path, ledger: DatasetPublication, history: HistoryPage) -> str:
    """Digest of what the list is made from, and of its files as they are; empty when one is not there.

    The list shows what a reader may know of the log, so its digest tells no more.
    """
    files = [out / name for name in _FILES]
    if not all(file.is_file() for file in files):
        return ""
    lines = [__version__, repr(history), repr(sorted(ledger.aliases.items())), repr(ledger.front)]
    lines += [f"{version} {held.tree} {held.gates}" for version, held in sorted(ledger.versions.items())]
    lines += [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
