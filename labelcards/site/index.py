"""The list of a data set's versions: ``versions.json`` for the version selector, ``index.html`` for people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from labelcards.cards.environment import environment, render
from labelcards.cards.summary import Summary
from labelcards.documents.files import write_text
from labelcards.errors import InputError, Problem
from labelcards.site.listing import compared, listed

__all__ = ["build_index", "read_summaries", "versions_json"]


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
    return tuple(sorted(found, key=lambda s: (s.date, _rank(s.version)), reverse=True))


def _rank(version: str) -> tuple[tuple[int, ...], bool, str]:
    """Semantic order: 1.10.0 after 1.9.0, and a pre-release before its release."""
    number, _, suffix = version.partition("-")
    return tuple(int(part) for part in number.split(".")), not suffix, suffix


def versions_json(summaries: Sequence[Summary]) -> str:
    """The newest-first array in mike's format; the newest version has the alias ``latest``."""
    rows = [
        {
            "version": summary.version,
            "title": f"{summary.version} · {summary.date.isoformat()}",
            "aliases": ["latest"] if position == 0 else [],
        }
        for position, summary in enumerate(summaries)
    ]
    return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"


def build_index(
    cards_dir: Path,
    versions: Sequence[str],
    out_dir: Path,
    *,
    templates: Path | None = None,
    comparisons: bool = False,
) -> None:
    """Write ``versions.json`` and ``index.html`` into ``site/<dataset>/``; the versions' folders are not touched.

    Args:
        cards_dir: ``docs/cards/<dataset>``, with a ``summary.json`` per version.
        versions: the versions to list.
        comparisons: whether pages that compare any two versions stand in ``compare/``.

    Raises:
        InputError: there is no version, or a summary is missing.
    """
    if not versions:
        raise InputError([Problem(str(cards_dir), "no-version", "There is no version to list.", "Add one.")])
    summaries = read_summaries(cards_dir, versions)
    page = render(
        environment(templates),
        "site/versions.html.jinja",
        newest=summaries[0],
        versions=listed(summaries),
        compared=compared(summaries),
        comparisons=comparisons,
    )
    write_text(out_dir / "versions.json", versions_json(summaries))
    write_text(out_dir / "index.html", page)
