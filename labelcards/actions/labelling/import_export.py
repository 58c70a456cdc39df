"""``labelcards import``: a table or a tool's export becomes a data set, or the next version of one.

Reads: the export.
Writes: ``raw/<version>/`` (private), the manifests, empty guidelines and answers where there are none, and the
    version's entry in ``params.yaml``. Nothing existing is overwritten; the act is added to ``log.jsonl``.
Privacy: the export is copied into ``raw/``, which Git ignores.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from labelcards.actions.journal import Act, record
from labelcards.documents.files import write_text
from labelcards.documents.params_file import register_version
from labelcards.documents.version_manifest import VersionManifest
from labelcards.documents.yaml_document import read_yaml_document
from labelcards.exchange.scaffold import propose, write_proposal

__all__ = ["Imported", "run"]

EMPTY_ANSWERS = "# Answers that only people can give; see docs/how-to/your-own-data.md\nanswers: {}\n"
EMPTY_GUIDELINES = "---\nversion: {version}\ndate: {date}\n---\n"


@dataclass(frozen=True, slots=True)
class Imported:
    """What was written, and what a person should check: guesses and losses."""

    written: tuple[Path, ...]
    notes: tuple[str, ...]


def run(
    exports: Sequence[Path],
    *,
    datasets: Path,
    name: str,
    version: str,
    date: str,
    tool: str | None,
    told: Mapping[str, str],
    parent: str | None,
    params: Path,
    by: str = "",
) -> Imported:
    """Import and return what was written.

    Raises:
        InputError: the export cannot be read, or the version exists; nothing was written.
    """
    folder = datasets / name
    proposal = propose(list(exports), name=name, version=version, date=date, tool=tool, told=told, parent=parent)
    written = write_proposal(proposal, folder)
    if parent:
        read_yaml_document(folder / "versions" / f"{version}.yaml", VersionManifest)
    for path, content in (
        (folder / "datasheet.yaml", EMPTY_ANSWERS),
        (folder / "modelcard.yaml", EMPTY_ANSWERS),
        (folder / "guidelines" / f"{version}.md", EMPTY_GUIDELINES.format(version=version, date=date)),
    ):
        if not path.exists():
            write_text(path, content)
            written.append(path)
    if params.exists():
        register_version(params, dataset=name, version=version, parent=parent)
        written.append(params)
    record(folder, Act("import", by=by, version=version, what={"exports": len(exports), "files": len(written)}))
    written.append(folder / "log.jsonl")
    return Imported(tuple(dict.fromkeys(written)), proposal.notes)
