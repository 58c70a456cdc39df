"""Everything others read of a label version: Croissant, the Hub's cards, and what is wrong with them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from labelcards.cards.environment import render
from labelcards.cards.exports.contents import ExportContents, export_contents
from labelcards.cards.exports.croissant import croissant_document, croissant_text
from labelcards.cards.exports.dataset_metadata import FOLDER, dataset_metadata
from labelcards.cards.exports.model_metadata import model_metadata
from labelcards.cards.exports.view import ExportView, export_view
from labelcards.cards.exports.wording import blocks, markdown_environment, text_environment
from labelcards.cards.exports.yaml_text import front_matter
from labelcards.cards.sources import CardSources
from labelcards.dataset.files.table_facts import TableFacts
from labelcards.standards.finding import ValidationFinding
from labelcards.standards.validation import KINDS, Kind, validate_text

__all__ = ["FILES", "Export", "ExportedFile", "export_card"]

FILES: dict[Kind, str] = {
    "croissant": "croissant.json",
    "huggingface": "huggingface/README.md",
    "huggingface-model": "huggingface-model/README.md",
}
"""Format → where its file is in a card's folder ``files/``."""

_BLANK = re.compile(r"\n{3,}")

_HINTS = {
    "$.url": "Add `url: https://…` to dataset.yaml.",
    "$.publisher": "Add `publication: {publisher: {name: …}}` to dataset.yaml.",
    "$.dateCreated": "Add `publication: {created: 2026-01-31}` to dataset.yaml.",
    "$.sameAs": "Add `publication: {same_as: [https://…]}` to dataset.yaml, if there is another page.",
    "$.sdLicense": "Add `publication: {metadata_license: CC0-1.0}` to dataset.yaml.",
    "$.keywords": "Add `keywords: […]` to dataset.yaml.",
    "$.license": "Correct `license` in dataset.yaml: an SPDX identifier or an address.",
    "$.annotations_creators": "Add `publication: {hub: {annotations_creators: [expert-generated]}}` to dataset.yaml.",
    "$.distribution": "Run `dvc repro`: the clean tables are not there.",
}
"""JSON path → where in our own files the value comes from."""


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """One file made for others.

    Attributes:
        kind: the standard.
        path: relative to the folder ``files``.
        text: its content.
        findings: what our own validator says, with remedies in terms of the data set's files.
    """

    kind: Kind
    path: str
    text: str
    findings: tuple[ValidationFinding, ...]

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.text.encode())

    @property
    def sha256(self) -> str:
        """Hex digest."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def errors(self) -> tuple[ValidationFinding, ...]:
        """The findings that make the file invalid."""
        return tuple(finding for finding in self.findings if finding.level == "error")


@dataclass(frozen=True)
class Export:
    """All formats of a version.

    Attributes:
        files: those that could be made; a model's card needs ``model.json``.
        tables: clean tables to copy beside them into ``tables/``.
        notes: sentences about the version as a whole, such as a number that breaks Croissant's rule.
    """

    files: tuple[ExportedFile, ...]
    tables: tuple[TableFacts, ...]
    notes: tuple[str, ...]

    def file(self, kind: Kind) -> ExportedFile | None:
        """The file of one format."""
        return next((file for file in self.files if file.kind == kind), None)

    def table_path(self, table: TableFacts) -> str:
        """Where a table goes, relative to the files."""
        return f"{FOLDER}/{table.file}"


def export_card(sources: CardSources, templates: Path | None = None) -> Export:
    """Every format of one version; the same sources give the same bytes, and reduced ones a reduced export.

    Args:
        sources: the version's documents and hand-written files.
        templates: a folder whose templates win over the shipped ones of the same name.

    Raises:
        InputError: a template fails.
    """
    card = export_contents(sources)
    view = export_view(card)
    texts: dict[Kind, str] = {
        "croissant": _croissant(card, view, templates),
        "huggingface": _readme(card, view, templates, "dataset-card"),
    }
    if "model" in card.present:
        texts["huggingface-model"] = _readme(card, view, templates, "model-card")
    files = tuple(
        ExportedFile(
            kind,
            FILES[kind],
            texts[kind],
            tuple(_at_home(finding, kind) for finding in validate_text(texts[kind], kind)),
        )
        for kind in KINDS
        if kind in texts
    )
    return Export(files, view.published, (view.version_rule,) if view.version_rule else ())


def _croissant(card: ExportContents, view: ExportView, templates: Path | None) -> str:
    sentences = blocks(text_environment(templates), "exports/rai.txt.jinja", card=card, export=view)
    return croissant_text(croissant_document(card, view, sentences))


def _readme(card: ExportContents, view: ExportView, templates: Path | None, name: str) -> str:
    metadata = dataset_metadata(card, view) if name == "dataset-card" else model_metadata(card, view)
    body = render(markdown_environment(templates), f"exports/{name}.md.jinja", card=card, export=view)
    return front_matter(metadata) + "\n" + _BLANK.sub("\n\n", body)


def _at_home(finding: ValidationFinding, kind: Kind) -> ValidationFinding:
    """The same finding with a remedy for whoever keeps the data set."""
    hint = _HINTS.get(finding.path) if finding.code.startswith("missing") or finding.path == "$.license" else None
    if finding.path == "$.license" and kind == "huggingface-model":
        hint = "Add `publication: {hub: {model_license: apache-2.0}}` to dataset.yaml, with the model's license."
    if hint is None:
        return finding
    return ValidationFinding(finding.path, finding.level, finding.code, finding.message, hint)
