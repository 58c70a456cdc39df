"""``labelcards import``: a table or a tool's export becomes a data set, or the next version of one.

Reads: the export.
Writes: ``raw/<version>/`` (private), the manifests, empty guidelines and answers where there are none, and the
    version's entry in ``params.yaml``. Nothing existing is overwritten; the act is added to ``log.jsonl``.
Privacy: the export is copied into ``raw/``, which Git ignores.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from labelcards.actions.journal import Act, record
from labelcards.actions.labelling.known_items import item_notes
from labelcards.documents.files import write_text
from labelcards.documents.params_file import register_version
from labelcards.documents.version_manifest import VersionManifest
from labelcards.documents.yaml_document import read_yaml_document
from labelcards.exchange.manifest_text import NewVersion
from labelcards.exchange.scaffold import propose, write_proposal
from labelcards.inspection.options import ReadingOptions

__all__ = ["ImportReport", "run"]

EMPTY_ANSWERS = "# Answers that only people can give; see docs/how-to/your-own-data.md\nanswers: {}\n"
EMPTY_GUIDELINES = "---\nversion: {version}\ndate: {date}\n---\n"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What was written, and what a person should check: guesses and losses."""

    written: tuple[Path, ...]
    notes: tuple[str, ...]


def run(
    exports: Sequence[Path],
    new: NewVersion,
    *,
    datasets: Path,
    tool: str | None,
    options: ReadingOptions,
    params: Path,
    by: str = "",
    dry: bool = False,
    encoding: str | None = None,
) -> ImportReport:
    """Import and return what was written.

    Args:
        exports: what to import.
        new: what the version is called.
        datasets: the folder with the data sets.
        tool, options: how to read the exports; see `labelcards.exchange.scaffold.propose`.
        dry: write nothing; the report names what would be written.
        params: the file in which the version is entered, if it exists.
        by: who imports, for the log.
        encoding: of text files that are not UTF-8.

    Raises:
        InputError: the export cannot be read, or the version exists; nothing was written.
    """
    folder = datasets / new.name
    proposal = propose(list(exports), new, tool=tool, options=options, encoding=encoding)
    if dry:
        return ImportReport(tuple(folder / path for path in sorted(proposal.files)), proposal.notes)
    written = write_proposal(proposal, folder)
    if new.parent:
        read_yaml_document(folder / "versions" / f"{new.version}.yaml", VersionManifest)
    for path, content in (
        (folder / "datasheet.yaml", EMPTY_ANSWERS),
        (folder / "modelcard.yaml", EMPTY_ANSWERS),
        (folder / "guidelines" / f"{new.version}.md", EMPTY_GUIDELINES.format(version=new.version, date=new.date)),
    ):
        if not path.exists():
            write_text(path, content)
            written.append(path)
    if params.exists():
        register_version(params, dataset=new.name, version=new.version, parent=new.parent)
        written.append(params)
    record(folder, Act("import", by=by, version=new.version, what={"exports": len(exports), "files": len(written)}))
    written.append(folder / "log.jsonl")
    items = item_notes(folder, new.version, new.parent) if new.parent else []
    return ImportReport(tuple(dict.fromkeys(written)), (*proposal.notes, *items))
