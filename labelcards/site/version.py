"""One label version as an immutable folder of the site."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from labelcards.cards.summary import Summary
from labelcards.cards.write import PAGES
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
    {"Proof": [{"Evidence": "evidence.md"}, {"Glossary": "glossary.md"}]},
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
    missing = [page for page in PAGES if not (cards_dir / f"{page}.md").is_file()]
    if missing:
        raise InputError(
            Problem(str(cards_dir / f"{page}.md"), "missing-file", "The page is missing.", "Run `labelcards cards`.")
            for page in missing
        )
    summary = Summary.read(cards_dir / "summary.json")
    config = settings(
        summary.title,
        NAVIGATION,
        description=summary.description,
        note=f"{summary.title} · version {summary.version} · {summary.date.isoformat()} · {summary.license}",
        home="../../",
        versioned=True,
        address=address,
    )
    with tempfile.TemporaryDirectory(prefix="labelcards-pages-") as name, staged_folder(out_dir) as staged:
        pages = Path(name) / "pages"
        shutil.copytree(cards_dir, pages)
        publish(pages, staged, config, day=summary.date)
        write_sums(staged)
    return summary
