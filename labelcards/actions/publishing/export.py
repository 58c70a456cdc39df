"""Write a version in a format that others read.

Reads: what the stage ``cards`` reads.
Writes: one file of the format, and the clean tables that may be published, into a folder.
Params: ``publish``, for the public.
Deterministic: because a file depends on the documents, answers and tables alone.
Privacy: for the public by default: nothing about single annotators, no table that tells them apart.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from labelcards.cards.audience import for_the_public
from labelcards.cards.exports.export import export_card
from labelcards.documents.files import staged_path, write_text
from labelcards.documents.params import PublishParams
from labelcards.documents.yaml_file import shown
from labelcards.errors import InputError, Problem
from labelcards.stages.cards import read_card_sources
from labelcards.standards.finding import ValidationFinding
from labelcards.standards.validation import Kind

__all__ = ["ExportReport", "run"]


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written, and what our validator says about it.

    Attributes:
        findings: errors first, with remedies in terms of the data set's own files.
        notes: sentences about the version as a whole.
    """

    written: tuple[Path, ...]
    findings: tuple[ValidationFinding, ...]
    notes: tuple[str, ...]

    @property
    def valid(self) -> bool:
        """Whether no finding is an error."""
        return all(finding.level != "error" for finding in self.findings)


def run(
    folder: Path,
    version: str,
    out: Path,
    *,
    kind: Kind,
    policy: PublishParams,
    templates: Path | None = None,
) -> ExportReport:
    """Write ``croissant.json`` or ``README.md``, and ``tables/``, into ``out``.

    Args:
        policy: whom it is for, and which groups the public gets to see; the tables go along in any case, since an
            export is asked for by name.

    Raises:
        InputError: the version is not there, or has no model to describe.
    """
    sources = read_card_sources(folder, version)
    if policy.audience == "public":
        sources = for_the_public(sources, policy.model_copy(update={"tables": True}))
    export = export_card(sources, templates)
    file = export.file(kind)
    if file is None:
        place = folder / "versions" / version / "documents" / "model.json"
        message = "The version has no model to describe."
        raise InputError([Problem(shown(place), "missing-file", message, "Run `dvc repro`.")])
    target = out / PurePosixPath(file.path).name
    write_text(target, file.text)
    written = [target]
    for table in () if kind == "huggingface-model" else export.tables:
        place = out / export.table_path(table)
        with staged_path(place) as staged:
            shutil.copyfile(table.path, staged)
        written.append(place)
    return ExportReport(tuple(written), file.findings, export.notes)
