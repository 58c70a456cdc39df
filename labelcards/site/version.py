"""One label version as an immutable folder of the site."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

from labelcards.cards.figures.summary import Summary
from labelcards.cards.pages.table import Page, pages_for
from labelcards.documents.folders import staged_folder
from labelcards.documents.sums import write_sums
from labelcards.errors import InputError, Problem
from labelcards.site.publish import publish
from labelcards.site.settings import settings

__all__ = ["build_version", "navigation"]

def build_version(cards_dir: Path, out_dir: Path, *, address: str = "") -> Summary:
    """Build ``site/<dataset>/<version>/`` from the folder that `write_cards` wrote; all or nothing.

    Everything comes from ``cards_dir``, so publishing a version neither reads nor rebuilds another one. The same pages
    give the same bytes, wherever the folders are.

    Args:
        address: the version's public address, if it has one; without it pages carry no canonical link.

    Returns:
        The version's summary.

    Raises:
        InputError: ``cards_dir`` is not what `write_cards` wrote.
        ToolError: MkDocs failed.
    """
    file = cards_dir / "summary.json"
    pages = pages_for(Summary.read(file).audience if file.is_file() else "internal")
    missing = [page.name for page in pages if not (cards_dir / f"{page.name}.md").is_file()]
    if missing:
        raise InputError(
            Problem(str(cards_dir / f"{page}.md"), "missing-file", "The page is missing.", "Run `labelcards cards`.")
            for page in missing
        )
    summary = Summary.read(file)
    config = settings(
        summary.title,
        navigation(pages),
        description=summary.description,
        note=_note(summary),
        home="../../",
        versioned=True,
        address=address,
    )
    with tempfile.TemporaryDirectory(prefix="labelcards-pages-") as name, staged_folder(out_dir) as staged:
        copy = Path(name) / "pages"
        shutil.copytree(cards_dir, copy, ignore=_without_files(cards_dir))
        publish(copy, staged, config, day=summary.date)
        if (cards_dir / "files").is_dir():
            shutil.copytree(cards_dir / "files", staged / "files", dirs_exist_ok=True)
        write_sums(staged)
    return summary


def navigation(pages: tuple[Page, ...]) -> list[Any]:
    """The navigation as MkDocs wants it: the pages in their order, under the headings of their groups."""
    made: list[Any] = []
    for group, members in groupby(pages, key=lambda page: page.group):
        entries = [{page.title: f"{page.name}.md"} for page in members]
        made += [{group: entries}] if group else entries
    return made


def _note(summary: Summary) -> str:
    """The line at the foot of every page: what it belongs to and whom it is for."""
    readers = "for the public" if summary.audience == "public" else "for internal readers only"
    parts = (summary.title, f"version {summary.version}", summary.date.isoformat(), summary.license, readers)
    return " · ".join(parts)


def _without_files(cards_dir: Path) -> Callable[[str, list[str]], set[str]]:
    """Leave out what is published as it is: MkDocs would make pages of its README files."""

    def ignored(folder: str, names: list[str]) -> set[str]:
        return {"files"} & set(names) if Path(folder) == cards_dir else set()

    return ignored
