"""One label version as an immutable folder of the site."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from labelcards.cards.pages.page_list import pages_for
from labelcards.cards.figures.summary import Summary
from labelcards.documents.folders import staged_folder
from labelcards.documents.sums import write_sums
from labelcards.errors import InputError, Problem
from labelcards.site.publish import publish
from labelcards.site.settings import settings

__all__ = ["NAVIGATION", "build_version"]

NAVIGATION: list[Any] = [
    {"Overview": "index.md"},
    {
        "Labels": [
            {"Quality": "quality.md"},
            {"Labels": "labels.md"},
            {"Annotators": "annotators.md"},
            {"Bias": "bias.md"},
            {"Privacy": "privacy.md"},
            {"Changes": "changes.md"},
        ]
    },
    {
        "Documents": [
            {"Datasheet": "datasheet.md"},
            {"Model card": "model-card.md"},
            {"Guidelines": "guidelines.md"},
            {"Crosswalk to law": "crosswalk.md"},
        ]
    },
    {"Proof": [{"Evidence": "evidence.md"}, {"Files": "files.md"}, {"Glossary": "glossary.md"}]},
]


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
    missing = [page for page in pages if not (cards_dir / f"{page}.md").is_file()]
    if missing:
        raise InputError(
            Problem(str(cards_dir / f"{page}.md"), "missing-file", "The page is missing.", "Run `labelcards cards`.")
            for page in missing
        )
    summary = Summary.read(file)
    config = settings(
        summary.title,
        _navigation(pages),
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


def _navigation(pages: tuple[str, ...]) -> list[Any]:
    """`NAVIGATION` without the pages that the card lacks."""
    there = {f"{page}.md" for page in pages}

    def kept(entries: list[Any]) -> list[Any]:
        made: list[Any] = []
        for entry in entries:
            ((title, target),) = entry.items()
            if isinstance(target, list):
                made.append({title: kept(target)})
            elif target in there:
                made.append({title: target})
        return made

    return kept(NAVIGATION)


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
