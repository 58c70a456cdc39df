"""Everything a card is made of, read from a data set's folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from labelcards.cards.figures.book import DOCUMENTS
from labelcards.dataset.files.table_facts import TableFacts
from labelcards.documents.answer import FILE
from labelcards.documents.datasheet import Datasheet
from labelcards.documents.evidence import Evidence
from labelcards.documents.figures import MetricsDocument
from labelcards.documents.files import sha256_file
from labelcards.documents.guidelines import Guidelines, read_guidelines
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.modelcard import ModelCard
from labelcards.documents.site_publication import Audience
from labelcards.documents.version_manifest import VersionManifest
from labelcards.documents.yaml_document import read_yaml_document
from labelcards.errors import InputError, Problem

__all__ = ["CardSources", "evidence_file", "evidence_files", "read_sources"]


@dataclass(frozen=True)
class CardSources:
    """The inputs of one version's card.

    Attributes:
        manifest, version: the two manifests.
        documents: name → metrics document; absent ones are not measured.
        digests: name → SHA-256 of the document's file.
        datasheet, modelcard: people's answers, possibly none.
        guidelines, parent_guidelines: the annotation guidelines of this version and of its parent, or None.
        files: name → bytes of each document, to be published beside the pages.
        tables: what exports say of the clean tables; empty when they are not there.
        named_files: file of the data set that an answer names as evidence → its SHA-256.
        evidence: what the figures rest on, for ``evidence.json``; None when it was not gathered.
        audience: ``internal`` shows everything; ``public`` sources are made by `labelcards.cards.audience`.
        parent_there: whether the parent version is published beside this one.
        examples: whether the guidelines still hold their examples.
        record: for public sources, the digest of all internal documents together.
    """

    manifest: DatasetManifest
    version: VersionManifest
    documents: dict[str, MetricsDocument] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    datasheet: Datasheet = field(default_factory=Datasheet)
    modelcard: ModelCard = field(default_factory=ModelCard)
    guidelines: Guidelines | None = None
    parent_guidelines: Guidelines | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    tables: tuple[TableFacts, ...] = ()
    audience: Audience = "internal"
    parent_there: bool = True
    examples: bool = True
    record: str = ""
    named_files: dict[str, str] = field(default_factory=dict)
    evidence: Evidence | None = None


def read_sources(
    manifest: DatasetManifest,
    version: VersionManifest,
    *,
    documents: Path,
    answers: Path | None = None,
    lineage: Sequence[str] = (),
    datasheet: Path | None = None,
    modelcard: Path | None = None,
    guidelines: Path | None = None,
    parent_guidelines: Path | None = None,
    tables: tuple[TableFacts, ...] = (),
) -> CardSources:
    """Read what is there; a document, answer file or guidelines path that does not exist counts as absent.

    Args:
        documents: the folder with ``quality.json`` and the others.
        answers: how complete and fresh people's answers are, which the stage ``answers`` writes.
        lineage: the version and its ancestors; only what was answered for one of them is taken. All when empty.
        datasheet, modelcard, guidelines: the hand-written files; evidence of answers is looked up beside ``datasheet``.
        parent_guidelines: the parent version's guidelines, to say what annotators are told differently.
        tables: the clean tables, for exports.

    Raises:
        InputError: files that exist but do not fit, or that belong to another data set or version; all at once.
    """
    problems: list[Problem] = []
    held: dict[str, MetricsDocument] = {}
    digests: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for name in DOCUMENTS:
        path = answers if name == "answers" else documents / f"{name}.json"
        if path is None or not path.is_file():
            continue
        try:
            held[name] = _document(path, manifest, version)
        except InputError as error:
            problems += error.problems
            continue
        digests[name], files[name] = sha256_file(path), path.read_bytes()
    sheet, card = Datasheet(), ModelCard()
    guides: list[Guidelines | None] = [None, None]
    try:
        sheet = read_yaml_document(datasheet, Datasheet) if datasheet and datasheet.is_file() else sheet
    except InputError as error:
        problems += error.problems
    try:
        card = read_yaml_document(modelcard, ModelCard) if modelcard and modelcard.is_file() else card
    except InputError as error:
        problems += error.problems
    for position, file in enumerate((guidelines, parent_guidelines)):
        try:
            guides[position] = read_guidelines(file) if file and file.is_file() else None
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    if lineage:
        sheet, card = sheet.for_version(lineage), card.for_version(lineage)
    answers_given = [*sheet.answers.values(), *card.answers.values()]
    paths = [path for answer in answers_given for path in answer.named()]
    named = evidence_files(datasheet.parent, paths) if datasheet else {}
    return CardSources(
        manifest, version, held, digests, sheet, card, guides[0], guides[1], files, tables, named_files=named
    )


def evidence_files(folder: Path, paths: Iterable[str]) -> dict[str, str]:
    """File among ``paths`` of evidence → SHA-256, for those that exist inside ``folder`` and outside its ``raw/``."""
    named = {path.removeprefix(FILE) for path in paths if path.startswith(FILE)}
    return {name: sha256_file(path) for name in sorted(named) if (path := evidence_file(folder, name)) is not None}


def evidence_file(folder: Path, name: str) -> Path | None:
    """The file of that name below ``folder``; None when it is not there, is private, or lies elsewhere."""
    root = folder.resolve()
    path = (root / name).resolve()
    inside = path.is_relative_to(root) and not path.is_relative_to(root / "raw")
    return path if inside and path.is_file() else None


def _document(path: Path, manifest: DatasetManifest, version: VersionManifest) -> MetricsDocument:
    document = MetricsDocument.read(path)
    if (document.dataset, document.version) != (manifest.name, version.version):
        message = "The document belongs to another data set or version."
        raise InputError([Problem(str(path), "wrong-version", message, "Delete it and run `dvc repro`.")])
    return document
