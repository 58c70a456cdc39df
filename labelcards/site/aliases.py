"""Names for versions: ``latest``, and ``stable`` for the newest one that meets its gates, as folders that lead there."""

from __future__ import annotations

import html
import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from labelcards.cards.figures.summary import Summary
from labelcards.documents.files import write_text
from labelcards.documents.folders import staged_folder

__all__ = ["aliases_of", "versions_json", "write_alias"]

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Redirecting</title>
<link rel="canonical" href="{target}">
<script>window.location.replace("{target}" + window.location.search + window.location.hash)</script>
<meta http-equiv="refresh" content="1; url={target}">
</head>
<body><a href="{target}">Continue to version {version}</a></body>
</html>
"""
"""What mike writes for an alias, with relative addresses and a link to follow by hand."""


def aliases_of(summaries: Sequence[Summary], passing: Collection[str] = ()) -> dict[str, str]:
    """Alias → version, for summaries that stand newest first; a withdrawn version has none.

    Args:
        passing: the versions that meet their gates; without any there is no ``stable``.
    """
    there = [summary.version for summary in summaries if not summary.withdrawn]
    stable = next((version for version in there if version in passing), None)
    return {**({"latest": there[0]} if there else {}), **({"stable": stable} if stable else {})}


def versions_json(summaries: Sequence[Summary], aliases: Mapping[str, str] | None = None) -> str:
    """The newest-first array in mike's format; withdrawn versions are hidden from the selector."""
    named = aliases_of(summaries) if aliases is None else aliases
    rows = []
    for summary in summaries:
        row: dict[str, object] = {
            "version": summary.version,
            "title": f"{summary.version} · {summary.date.isoformat()}",
            "aliases": sorted(alias for alias, version in named.items() if version == summary.version),
        }
        if summary.withdrawn:
            row["properties"] = {"hidden": True, "withdrawn": summary.withdrawn}
        rows.append(row)
    return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"


def write_alias(dataset_dir: Path, alias: str, version: str) -> bool:
    """Write ``<dataset>/<alias>/`` with a page for each page of the version, which leads there.

    Returns:
        whether anything had to be written.
    """
    places = sorted(page.parent.relative_to(dataset_dir / version) for page in (dataset_dir / version).rglob("index.html"))
    pages = {}
    for place in places:
        up = "../" * (len(place.parts) + 1)
        target = html.escape(f"{up}{version}/{place.as_posix()}/".replace("/./", "/"))
        pages[place / "index.html"] = _PAGE.format(target=target, version=html.escape(version))
    folder = dataset_dir / alias
    held = {path.relative_to(folder): path.read_text(encoding="utf-8") for path in folder.rglob("*.html")}
    if held == pages:
        return False
    with staged_folder(folder) as staged:
        for name, content in pages.items():
            write_text(staged / name, content)
    return True
