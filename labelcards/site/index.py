"""The list of a data set's versions: ``versions.json`` for the version selector, ``index.html`` for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from labelcards.cards.environment import environment, render
from labelcards.cards.history import Audience, HistoryPage, history_page
from labelcards.cards.figures.summary import Summary
from labelcards.documents.files import write_text
from labelcards.documents.log import Log
from labelcards.errors import InputError, Problem
from labelcards.site.aliases import aliases_of, versions_json
from labelcards.site.listing import compared, listed

__all__ = ["build_index", "read_summaries", "sorted_summaries", "versions_json", "write_index"]

SHOWN = 12
"""How many versions are listed before the older ones are folded away."""

COMPARED = 6
"""How many versions stand side by side."""


def read_summaries(cards_dir: Path, versions: Sequence[str]) -> tuple[Summary, ...]:
    """The summaries of ``versions`` of one data set below ``cards_dir``, newest first: by date, then by number.

    Raises:
        InputError: a summary is missing or does not fit; all at once.
    """
    problems: list[Problem] = []
    found: list[Summary] = []
    for version in versions:
        try:
            found.append(Summary.read(cards_dir / version / "summary.json"))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return sorted_summaries(found)


def sorted_summaries(summaries: Iterable[Summary]) -> tuple[Summary, ...]:
    """Newest first: by date, then by number."""
    return tuple(sorted(summaries, key=lambda s: (s.date, _rank(s.version)), reverse=True))


def _rank(version: str) -> tuple[tuple[int, ...], bool, str]:
    """Semantic order: 1.10.0 after 1.9.0, and a pre-release before its release."""
    number, _, suffix = version.partition("-")
    return tuple(int(part) for part in number.split(".")), not suffix, suffix


def build_index(
    cards_dir: Path,
    versions: Sequence[str],
    out_dir: Path,
    *,
    templates: Path | None = None,
    log: Log | None = None,
    audience: Audience = "internal",
    comparisons: bool = False,
) -> None:
    """Write ``versions.json`` and ``index.html`` into ``site/<dataset>/``; the versions' folders are not touched.

    Args:
        cards_dir: ``docs/cards/<dataset>``, with a ``summary.json`` per version.
        versions: the versions to list.
        log: what people did to the data set; shown whole inside, as counts and dates to the public.
        audience: who reads the page.
        comparisons: whether pages that compare any two versions stand in ``compare/``.

    Raises:
        InputError: there is no version, or a summary is missing.
    """
    if not versions:
        raise InputError([Problem(str(cards_dir), "no-version", "There is no version to list.", "Add one.")])
    history = history_page(log or Log(), audience)
    write_index(
        read_summaries(cards_dir, versions), out_dir, history=history, templates=templates, comparisons=comparisons
    )


def write_index(
    summaries: Sequence[Summary],
    out_dir: Path,
    *,
    history: HistoryPage,
    aliases: Mapping[str, str] | None = None,
    gates: Mapping[str, str] | None = None,
    templates: Path | None = None,
    comparisons: bool = False,
) -> None:
    """Write ``versions.json`` and ``index.html``; what would not change is not written.

    Args:
        summaries: newest first; at least one.
        history: what people did to the data set.
        aliases: alias → version; only ``latest`` when absent.
        gates: version → whether it meets its gates, as far as known.
        comparisons: whether pages that compare any two versions stand in ``compare/``.
    """
    named = aliases_of(summaries) if aliases is None else aliases
    rows = listed(summaries, aliases=named, gates=gates or {})
    there = [row for row in rows if not row.withdrawn] or list(rows)
    beside = [summary for summary in summaries if not summary.withdrawn][:COMPARED] or list(summaries[:1])
    page = render(
        environment(templates),
        "site/versions.html.jinja",
        newest=next(summary for summary in summaries if summary.version == there[0].version),
        shown=there[:SHOWN],
        folded=there[SHOWN:],
        withdrawn=[row for row in rows if row.withdrawn and row not in there],
        compared=compared(beside),
        beside=[summary.version for summary in reversed(beside)],
        parents=[row for row in there[:SHOWN] if row.parent and any(row.parent == r.version for r in rows)],
        history=history,
        comparisons=comparisons,
    )
    for file, content in ((out_dir / "versions.json", versions_json(summaries, named)), (out_dir / "index.html", page)):
        if not file.is_file() or file.read_bytes() != content.encode():
            write_text(file, content)
