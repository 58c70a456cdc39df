"""How complete and fresh people's answers are for one version.

Reads: ``datasheet.yaml``, ``modelcard.yaml``, the files they name as evidence, the manifests, ``documents/``.
Writes: ``answers.json``.
Params: none.
Deterministic: because answers are compared with the documents alone.
Privacy: sees figures, no tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from labelcards.cards.answers.figures import answer_figures
from labelcards.cards.figures.book import DOCUMENTS, Book
from labelcards.cards.figures.names import Names
from labelcards.cards.pages.datasheet import DatasheetPage, datasheet_page
from labelcards.cards.pages.model import ModelPage, model_page
from labelcards.cards.sources import CardSources, read_sources
from labelcards.catalog.metrics import catalog_for
from labelcards.dataset.version.layout import VersionPaths
from labelcards.dataset.version.manifests import lineage, read_manifests
from labelcards.documents.figures import MetricsDocument
from labelcards.stages.inputs import digests, version_paths

__all__ = ["AnswerAssessment", "answers_document", "judge", "run"]


@dataclass(frozen=True, slots=True)
class AnswerAssessment:
    """The answers of one version, judged by its documents.

    Attributes:
        sources: what was read, without an earlier judgment.
        book: the documents and the files named as evidence.
        lineage: the version and its ancestors.
        datasheet, model: every question and who or what answers it.
    """

    sources: CardSources
    book: Book
    lineage: tuple[str, ...]
    datasheet: DatasheetPage
    model: ModelPage


def judge(paths: VersionPaths) -> AnswerAssessment:
    """Read the answers and compare their evidence with the documents as they are now.

    Raises:
        InputError: a manifest, an answer file or a document does not fit; all problems at once.
    """
    folder, version = paths.dataset.folder, paths.version
    manifest, declared = read_manifests(folder, version)
    descent = lineage(folder, version)
    sources = read_sources(
        manifest,
        declared,
        documents=paths.documents,
        lineage=descent,
        datasheet=paths.dataset.datasheet,
        modelcard=paths.dataset.modelcard,
    )
    book, names = Book(sources.documents, sources.digests, sources.named_files), Names(manifest)
    return AnswerAssessment(
        sources,
        book,
        descent,
        datasheet_page(book, names, sources.datasheet, version),
        model_page(book, names, sources.modelcard, version),
    )


def answers_document(paths: VersionPaths) -> MetricsDocument:
    """The figures, with the digests of what they rest on."""
    judged = judge(paths)
    figures = answer_figures(judged.datasheet, judged.model.answers)
    dataset = paths.dataset
    named = [dataset.folder / name for name in judged.sources.named_files]
    documents = [paths.document(name) for name in DOCUMENTS if name in judged.sources.documents]
    return MetricsDocument(
        document="answers",
        dataset=dataset.name,
        version=paths.version,
        sources=digests(dataset.folder, *named, *documents),
        parameters={"lineage": " ".join(judged.lineage)},
        catalog=catalog_for(figures),
        figures=figures,
    )


def run(folder: Path, version: str) -> list[Path]:
    """Judge the answers and return what was written."""
    paths = version_paths(folder, version)
    answers_document(paths).write(paths.answers)
    return [paths.answers]
