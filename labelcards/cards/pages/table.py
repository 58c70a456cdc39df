"""The table of pages: all that is known of a page of a card, one row for each.

A new page is its template ``pages/<name>.md.jinja``, what builds its content, and a row here. The card, the site's
navigation, the front page's list and the pictures of the documentation follow from the row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from labelcards.cards.pages.annotators import annotators_page
from labelcards.cards.pages.bias import bias_page
from labelcards.cards.pages.changes import changes_page
from labelcards.cards.pages.crosswalk import crosswalk_page
from labelcards.cards.pages.datasheet import datasheet_page
from labelcards.cards.pages.evidence import evidence_page, glossary_page
from labelcards.cards.pages.guidelines import guidelines_page
from labelcards.cards.pages.labels import labels_page
from labelcards.cards.pages.model import model_page
from labelcards.cards.pages.overview import overview_page
from labelcards.cards.pages.privacy import privacy_page
from labelcards.cards.pages.quality import quality_page

if TYPE_CHECKING:  # the context is made by going through this table
    from labelcards.cards.context import CardContext

__all__ = ["PAGES", "Page", "pages_for"]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a card.

    Attributes:
        name: its file, its address, and its template ``pages/<name>.md.jinja``.
        title: what the navigation and links call it.
        group: the heading it stands under in the navigation; empty for the top.
        content: the attribute of ``card`` under which templates find its content; empty when it has none of its own.
        build: makes the content; it may ask the card for the content of other pages.
        charts: content → file name and drawing of each chart that is written beside the pages.
        insiders: whether it is about single people, so that only internal cards have it.
        picture: its picture in the documentation, without the ending; empty for none.
        picture_from: the element that the picture begins with; the top of the page when empty.
    """

    name: str
    title: str
    group: str = ""
    content: str = ""
    build: Callable[[CardContext], object] | None = None
    charts: Callable[[Any], Mapping[str, Markup]] | None = None
    insiders: bool = False
    picture: str = ""
    picture_from: str = ""


PAGES: tuple[Page, ...] = (
    Page(
        "index",
        "Overview",
        content="overview",
        build=lambda card: overview_page(
            card.book,
            card.names,
            card.datasheet.open,
            card.guidelines.weak,
            insiders=card.audience == "internal",
        ),
        picture="overview",
    ),
    Page(
        "quality",
        "Quality",
        "Labels",
        content="quality",
        build=lambda card: quality_page(card.book, card.names),
        charts=lambda page: {f"calibration-{each.key}": each.calibration.chart for each in page.questions},
        picture="quality",
        picture_from="#question-topic",
    ),
    Page(
        "labels",
        "Labels",
        "Labels",
        content="labels",
        build=lambda card: labels_page(card.book, card.names),
        picture="labels",
    ),
    Page(
        "annotators",
        "Annotators",
        "Labels",
        content="annotators",
        build=lambda card: annotators_page(card.book, card.names),
        charts=lambda page: {f"annotators-{each.key}": each.chart for each in page.questions},
        insiders=True,
        picture="annotators",
    ),
    Page(
        "bias",
        "Bias",
        "Labels",
        content="bias",
        build=lambda card: bias_page(card.book, card.names),
        picture="bias",
    ),
    Page(
        "privacy",
        "Privacy",
        "Labels",
        content="privacy",
        build=lambda card: privacy_page(card.book, card.names),
        picture="privacy",
    ),
    Page(
        "changes",
        "Changes",
        "Labels",
        content="changes",
        build=lambda card: changes_page(card.book, card.names, card.version.parent),
        charts=lambda page: {f"flow-{each.key}": each.chart for each in page.questions},
        picture="changes",
    ),
    Page(
        "datasheet",
        "Datasheet",
        "Documents",
        content="datasheet",
        build=lambda card: datasheet_page(card.book, card.names, card.sources.datasheet, card.version.version),
        picture="datasheet",
        picture_from="#composition",
    ),
    Page(
        "model-card",
        "Model card",
        "Documents",
        content="model",
        build=lambda card: model_page(card.book, card.names, card.sources.modelcard, card.version.version),
        picture="model-card",
        picture_from="#quantitative-analyses",
    ),
    Page(
        "guidelines",
        "Guidelines",
        "Documents",
        content="guidelines",
        build=lambda card: guidelines_page(card.sources.guidelines, card.names, examples=card.examples),
        charts=lambda page: {f"tree-{each.key}": each.chart for each in page.questions},
        picture="guidelines",
        picture_from="#question-topic",
    ),
    Page(
        "crosswalk",
        "Crosswalk to law",
        "Documents",
        content="crosswalk",
        build=lambda card: crosswalk_page(card.book, card.datasheet.by_key),
        picture="crosswalk",
    ),
    Page(
        "evidence",
        "Evidence",
        "Proof",
        content="evidence",
        build=lambda card: evidence_page(card.book, card.sources.evidence),
        picture="evidence",
    ),
    Page("files", "Files", "Proof"),
    Page(
        "glossary",
        "Glossary",
        "Proof",
        content="glossary",
        build=lambda card: glossary_page(card.book),
        picture="glossary",
    ),
)
"""The pages in reading order, which is that of the navigation."""


def pages_for(audience: str) -> tuple[Page, ...]:
    """The pages that a card for ``audience`` has."""
    return tuple(page for page in PAGES if audience != "public" or not page.insiders)
