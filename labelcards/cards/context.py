"""The `CardContext`: everything the templates see, chosen, sorted and formatted; templates do no arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from markupsafe import Markup

from labelcards.cards.figures.book import Book
from labelcards.cards.figures.names import Names
from labelcards.cards.figures.summary import Summary, summarize
from labelcards.cards.pages.guideline_changes import GuidelineEdit, guideline_changes
from labelcards.cards.pages.table import PAGES, Page, pages_for
from labelcards.cards.sources import CardSources
from labelcards.cards.warning_text import WarningText
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.version_manifest import VersionManifest

__all__ = ["CardContext", "card_context"]

_BUILT = {page.content: page.build for page in PAGES if page.build is not None}


@dataclass(frozen=True)
class CardContext:
    """What every page needs, and the content of each page under the name that the table of pages gives it.

    A page's content is built when it is first asked for, so that pages may rest on each other in any order.

    Attributes:
        sources: what all of this is made from; for the public, the reduced documents.
        book, names: the figures and titles of the sources.
        contents: page content by name, as far as built.
    """

    sources: CardSources
    book: Book
    names: Names
    contents: dict[str, object] = field(default_factory=dict, repr=False, compare=False)

    def __getattr__(self, name: str) -> Any:
        """The content of a page."""
        build = _BUILT.get(name)
        if build is None:
            raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")
        if name not in self.contents:
            self.contents[name] = build(self)
        return self.contents[name]

    @property
    def manifest(self) -> DatasetManifest:
        """The data set, as its manifest describes it."""
        return self.sources.manifest

    @property
    def version(self) -> VersionManifest:
        """The version, as its manifest describes it."""
        return self.sources.version

    @property
    def date(self) -> str:
        """The version's date in ISO form."""
        return self.sources.version.date.isoformat()

    @property
    def present(self) -> tuple[str, ...]:
        """The documents there are."""
        return tuple(sorted(self.sources.documents))

    @property
    def audience(self) -> str:
        """``internal`` or ``public``."""
        return self.sources.audience

    @property
    def navigation(self) -> tuple[Page, ...]:
        """The pages that the card has, in reading order."""
        return pages_for(self.sources.audience)

    @property
    def pages(self) -> tuple[str, ...]:
        """The names of these pages."""
        return tuple(page.name for page in self.navigation)

    @property
    def titles(self) -> dict[str, str]:
        """Name → title of every page there can be."""
        return {page.name: page.title for page in PAGES}

    @property
    def parent_there(self) -> bool:
        """Whether the parent version is published beside this one."""
        return self.sources.parent_there

    @property
    def examples(self) -> bool:
        """Whether the guidelines' examples are shown."""
        return self.sources.examples

    @property
    def record(self) -> str:
        """On a public card, the digest of the internal documents together."""
        return self.sources.record

    @property
    def files(self) -> Mapping[str, bytes]:
        """Document → its bytes, published beside the pages."""
        return self.sources.files

    @cached_property
    def guideline_changes(self) -> tuple[GuidelineEdit, ...]:
        """What differs from the parent's guidelines."""
        return guideline_changes(self.sources.parent_guidelines, self.sources.guidelines, self.names)

    @cached_property
    def summary(self) -> Summary:
        """``summary.json``."""
        sheet = self.datasheet
        return summarize(
            self.book,
            self.names,
            self.version,
            answered=sheet.answered,
            applicable=sheet.total - sheet.skipped,
            audience=self.sources.audience,
        )

    def charts(self) -> dict[str, Markup]:
        """File name → drawing, for every chart that the pages have."""
        found: dict[str, Markup] = {}
        for page in self.navigation:
            if page.charts is not None:
                found.update(page.charts(getattr(self, page.content)))
        return {name: chart for name, chart in sorted(found.items()) if chart}


def card_context(sources: CardSources, *, templates: Path | None = None) -> CardContext:
    """Everything the pages of one version show; the same sources give the same context.

    All contents are built here, so that what is wrong with a document shows as itself and not as a template's fault.

    Args:
        templates: a folder whose templates win over the shipped ones, those that word warnings too.

    Raises:
        InputError: a template that words a warning fails.
    """
    book = Book(sources.documents, sources.digests, sources.named_files, WarningText(templates))
    card = CardContext(sources, book, Names(sources.manifest))
    for name in _BUILT:
        getattr(card, name)
    return card
