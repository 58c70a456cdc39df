"""The front of the site: all data sets with their versions and trends, and the product's own documentation."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from markupsafe import Markup

from labelcards.cards.charts.trend import TrendPoint, trend
from labelcards.cards.environment import environment, render
from labelcards.cards.figures.summary import Summary
from labelcards.documents.files import write_text
from labelcards.errors import InputError, Problem
from labelcards.site.listing import Listing, VersionRow, figure_of, listed
from labelcards.site.publish import publish
from labelcards.site.settings import settings

__all__ = ["DatasetCard", "build_overview", "shown_in_front"]

SHOWN = 5
"""How many versions of a data set the front page lists; the others are one click away."""

TRENDED = 8
"""How many versions a trend shows."""

_TRENDS = ("alpha", "gold_accuracy", "flagged_share")
_FOLDERS = {"how-to": "How to", "explanation": "Explanation", "reference": "Reference", "decisions": "Decisions"}
_EPOCH = date(2000, 1, 1)
_RESERVED = frozenset({"assets", "search", "documentation", "glossary", *_FOLDERS})


@dataclass(frozen=True, slots=True)
class DatasetCard:
    """A data set on the front page.

    Attributes:
        name, title, description, question: the data set.
        newest: the version that ``latest`` means.
        versions: the newest few.
        total: how many versions there are in all.
        trends: how figures moved over the last versions.
    """

    name: str
    title: str
    description: str
    question: str
    newest: VersionRow
    versions: tuple[VersionRow, ...]
    total: int
    trends: tuple[tuple[str, Markup], ...]


def build_overview(
    docs_dir: Path | None,
    datasets: Mapping[str, Sequence[Summary]],
    out_dir: Path,
    *,
    listings: Mapping[str, Listing] | None = None,
    templates: Path | None = None,
    address: str = "",
) -> tuple[str, ...]:
    """Build the root of the site into ``out_dir``; folders of data sets in it are not touched.

    Args:
        docs_dir: the product's documentation; ``cards`` below it is left out, its ``index.md`` becomes a page named
            Documentation. None for a site of cards alone.
        datasets: data set → summaries, newest first; those of `shown_in_front` suffice if the listing has the total.
        listings: data set → aliases and gates of its versions, as far as known.
        address: the site's public address, if it has one.

    Returns:
        The names of the files and folders written into ``out_dir``.

    Raises:
        InputError: a data set has the name of a folder that the root needs.
        ToolError: MkDocs failed.
    """
    taken = sorted(set(datasets) & _RESERVED)
    if taken:
        raise InputError(
            Problem(f"datasets/{name}", "reserved-name", "The site needs this name itself.", "Rename the data set.")
            for name in taken
        )
    known = listings or {}
    cards = tuple(
        _card(name, summaries, known.get(name, Listing())) for name, summaries in sorted(datasets.items()) if summaries
    )
    with tempfile.TemporaryDirectory(prefix="labelcards-overview-") as name:
        pages, built = Path(name) / "pages", Path(name) / "built"
        built.mkdir()
        nav = _pages(docs_dir, pages)
        write_text(pages / "index.md", render(environment(templates), "site/overview.md.jinja", datasets=cards))
        day = max((s.date for summaries in datasets.values() for s in summaries), default=None)
        config = settings("Data cards", nav, description="Labelled data sets and their label versions", address=address)
        publish(pages, built, config, day=day or _EPOCH, strict=False)
        return _install(built, out_dir)


def shown_in_front(summaries: Sequence[Summary]) -> tuple[Summary, ...]:
    """The summaries that the front page is made of, however many there are: the newest that count, and the newest.

    Args:
        summaries: newest first.
    """
    counting = [place for place, summary in enumerate(summaries) if not summary.withdrawn][:TRENDED]
    return tuple(summaries[place] for place in sorted({0, *counting}) if place < len(summaries))


def _card(name: str, summaries: Sequence[Summary], listing: Listing) -> DatasetCard:
    there = [summary for summary in summaries if not summary.withdrawn] or list(summaries[:1])
    rows = listed(there[:SHOWN], aliases=listing.aliases, gates=listing.gates)
    newest = there[0]
    trended = there[:TRENDED]
    return DatasetCard(
        name=name,
        title=newest.title,
        description=newest.description,
        question=newest.question,
        newest=rows[0],
        versions=rows,
        total=len(summaries) if listing.total is None else listing.total,
        trends=tuple(_trend(name, key, trended) for key in _TRENDS if _points(key, trended)),
    )


def _points(key: str, summaries: Sequence[Summary]) -> list[TrendPoint]:
    """Oldest first; shares in percent."""
    points: list[TrendPoint] = []
    for summary in reversed(summaries):
        shown = figure_of(summary, key)
        if shown.raw is None:
            continue
        scale = 100.0 if shown.measure == "share" else 1.0
        low = shown.raw if shown.low is None else shown.low
        high = shown.raw if shown.high is None else shown.high
        points.append(TrendPoint(summary.version, shown.raw * scale, low * scale, high * scale, str(shown.text)))
    return points


def _trend(dataset: str, key: str, summaries: Sequence[Summary]) -> tuple[str, Markup]:
    title = next(f.title for f in (figure_of(summary, key) for summary in summaries) if f.defined)
    chart = trend(_points(key, summaries), name=f"trend-{dataset}-{key}", title=title, bounded=True)
    return title, chart


def _pages(docs_dir: Path | None, pages: Path) -> list[Any]:
    """Copy the documentation and make its navigation."""
    pages.mkdir()
    if docs_dir is not None and docs_dir.is_dir():
        shutil.copytree(docs_dir, pages, dirs_exist_ok=True, ignore=_without_cards(docs_dir))
    entry: list[Any] = []
    if (pages / "index.md").is_file():
        (pages / "index.md").rename(pages / "documentation.md")
        entry.append({"About labelcards": "documentation.md"})
    nav: list[Any] = [{"Data sets": "index.md"}, *entry]
    for folder, title in _FOLDERS.items():
        files = sorted(path.relative_to(pages).as_posix() for path in (pages / folder).glob("*.md"))
        if files:
            nav.append({title: files})
    if (pages / "glossary.md").is_file():
        nav.append({"Glossary": "glossary.md"})
    return nav


def _without_cards(docs_dir: Path) -> Any:
    def ignored(folder: str, names: list[str]) -> set[str]:
        return {"cards", "stylesheets"} & set(names) if Path(folder) == docs_dir else set()

    return ignored


def _install(built: Path, out_dir: Path) -> tuple[str, ...]:
    """Replace what the root consists of, entry by entry."""
    out_dir.mkdir(parents=True, exist_ok=True)
    names = sorted(path.name for path in built.iterdir())
    for name in names:
        target = out_dir / name
        if target.is_dir():
            shutil.rmtree(target)
        elif target.exists():
            target.unlink()
        shutil.move(str(built / name), str(target))
    return tuple(names)
