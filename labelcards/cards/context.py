"""The `CardContext`: everything the templates see, chosen, sorted and formatted; templates do no arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from labelcards.cards.figures.book import Book
from labelcards.cards.figures.names import Names
from labelcards.cards.figures.summary import Summary, summarize
from labelcards.cards.pages.annotators import AnnotatorsPage, annotators_page
from labelcards.cards.pages.bias import BiasPage, bias_page
from labelcards.cards.pages.changes import ChangesPage, changes_page
from labelcards.cards.pages.crosswalk import CrosswalkLine, crosswalk_page
from labelcards.cards.pages.datasheet import DatasheetPage, datasheet_page
from labelcards.cards.pages.evidence import EvidencePage, GlossaryEntry, evidence_page, glossary_page
from labelcards.cards.pages.guideline_changes import GuidelineChange, guideline_changes
from labelcards.cards.pages.guidelines import GuidelinesPage, guidelines_page
from labelcards.cards.pages.labels import LabelsPage, labels_page
from labelcards.cards.pages.model import ModelPage, model_page
from labelcards.cards.pages.overview import OverviewPage, overview_page
from labelcards.cards.pages.page_list import pages_for
from labelcards.cards.pages.privacy import PrivacyPage, privacy_page
from labelcards.cards.pages.quality import QualityPage, quality_page
from labelcards.cards.sources import CardSources
from labelcards.cards.warning_text import WarningText
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.version_manifest import VersionManifest

__all__ = ["CardContext", "card_context"]


@dataclass(frozen=True)
class CardContext:
    """One attribute per page, plus what every page needs.

    Attributes:
        manifest, version: the hand-written descriptions.
        date: the version's date in ISO form.
        present: the documents there are.
        audience: ``internal`` or ``public``.
        pages: the pages that the card has.
        parent_there: whether the parent version is published beside this one.
        examples: whether the guidelines' examples are shown.
        record: on a public card, the digest of the internal documents together.
        files: document → its bytes, published beside the pages.
        summary: ``summary.json``.
        sources: what all of this was made from; for the public, the reduced documents.
    """

    manifest: DatasetManifest
    version: VersionManifest
    date: str
    present: tuple[str, ...]
    overview: OverviewPage
    quality: QualityPage
    labels: LabelsPage
    annotators: AnnotatorsPage
    bias: BiasPage
    privacy: PrivacyPage
    datasheet: DatasheetPage
    model: ModelPage
    guidelines: GuidelinesPage
    changes: ChangesPage
    evidence: EvidencePage
    glossary: tuple[GlossaryEntry, ...]
    crosswalk: tuple[CrosswalkLine, ...]
    guideline_changes: tuple[GuidelineChange, ...]
    audience: str
    pages: tuple[str, ...]
    parent_there: bool
    examples: bool
    record: str
    files: dict[str, bytes]
    summary: Summary
    sources: CardSources


def card_context(sources: CardSources, *, templates: Path | None = None) -> CardContext:
    """Everything the pages of one version show; the same sources give the same context.

    Args:
        templates: a folder whose templates win over the shipped ones, those that word warnings too.

    Raises:
        InputError: a template that words a warning fails.
    """
    book = Book(sources.documents, sources.digests, sources.named_files, WarningText(templates))
    names = Names(sources.manifest)
    number = sources.version.version
    sheet = datasheet_page(book, names, sources.datasheet, number)
    guide = guidelines_page(sources.guidelines, names, examples=sources.examples)
    weak = len({(lint.question, lint.label) for lint in guide.lint if lint.code in ("label-absent", "no-examples")})
    return CardContext(
        manifest=sources.manifest,
        version=sources.version,
        date=sources.version.date.isoformat(),
        present=tuple(sorted(sources.documents)),
        overview=overview_page(book, names, sheet.open, weak, insiders=sources.audience == "internal"),
        quality=quality_page(book, names),
        labels=labels_page(book, names),
        annotators=annotators_page(book, names),
        bias=bias_page(book, names),
        privacy=privacy_page(book, names),
        datasheet=sheet,
        model=model_page(book, names, sources.modelcard, number),
        guidelines=guide,
        changes=changes_page(book, names, sources.version.parent),
        evidence=evidence_page(book, sources.evidence),
        glossary=glossary_page(book),
        crosswalk=crosswalk_page(book, sheet.by_key),
        guideline_changes=guideline_changes(sources.parent_guidelines, sources.guidelines, names),
        audience=sources.audience,
        pages=pages_for(sources.audience),
        parent_there=sources.parent_there,
        examples=sources.examples,
        record=sources.record,
        sources=sources,
        files=dict(sources.files),
        summary=summarize(
            book,
            names,
            sources.version,
            answered=sheet.answered,
            applicable=sheet.total - sheet.skipped,
            audience=sources.audience,
        ),
    )
