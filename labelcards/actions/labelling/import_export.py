"""``labelcards import``: a table or a tool's export becomes a data set, or the next version of one.

Reads: the export.
Writes: ``raw/<version>/`` (private), the manifests, empty guidelines and answers and a first ``gates.yaml`` where
    there are none, and the version's entry in ``params.yaml``. Nothing existing is overwritten; the act is added
    to ``log.jsonl``.
Privacy: the export is copied into ``raw/``; nothing is written while Git would see it there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from labelcards.actions.journal import Act, record
from labelcards.actions.labelling.gates_file import declared_questions, gates_text
from labelcards.actions.labelling.known_items import item_notes
from labelcards.actions.pipeline_file import stage_names
from labelcards.dataset.files.git_ignored import in_git, seen_by_git
from labelcards.dataset.version.ancestor import read_alone
from labelcards.dataset.version.manifests import list_versions, read_manifest
from labelcards.dataset.version.unlisted import unlisted_labels
from labelcards.documents.files import write_text
from labelcards.documents.params_file import register_version
from labelcards.documents.yaml_file import read_yaml, shown
from labelcards.errors import InputError, Problem
from labelcards.exchange.label_proposal import label_lines, new_value_notes
from labelcards.exchange.manifest_text import NewVersion
from labelcards.exchange.scaffold import propose, write_proposal
from labelcards.inspection.options import ReadingOptions

__all__ = ["ImportReport", "run"]

_MOST = 5
"""How many problems of a new version are told at once."""

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
        params: the file in which the version is entered, if labelcards' pipeline reads it.
        by: who imports, for the log.
        encoding: of text files that are not UTF-8.

    Raises:
        InputError: the export cannot be read, the version exists, or Git would see raw data; nothing was written.
    """
    folder = datasets / new.name
    proposal = propose(list(exports), new, tool=tool, options=options, encoding=encoding)
    known = (folder / "dataset.yaml").exists()
    _check_parent(folder, new)
    if dry:
        return ImportReport(tuple(folder / path for path in sorted(proposal.files)), proposal.notes)
    _check_hidden(folder, list(proposal.files))
    written = write_proposal(proposal, folder)
    if not in_git(folder):
        written += _hide(folder)
    labels = _list_labels(folder, new) if known else _single_labels(folder)
    for path, content in (
        (folder / "datasheet.yaml", EMPTY_ANSWERS),
        (folder / "modelcard.yaml", EMPTY_ANSWERS),
        (folder / "guidelines" / f"{new.version}.md", EMPTY_GUIDELINES.format(version=new.version, date=new.date)),
        (folder / "gates.yaml", gates_text(folder)),
    ):
        if not path.exists():
            write_text(path, content)
            written.append(path)
    if _is_ours(params):
        register_version(params, dataset=new.name, version=new.version, parent=new.parent)
        written.append(params)
    record(folder, Act("import", by=by, version=new.version, what={"exports": len(exports), "files": len(written)}))
    written.append(folder / "log.jsonl")
    items = item_notes(folder, new.version, new.parent) if new.parent else []
    seen = [
        f"Git sees {shown(path)} itself, which holds the same raw data: move it, or have it ignored."
        for path in seen_by_git(list(exports))
    ]
    return ImportReport(tuple(dict.fromkeys(written)), (*proposal.notes, *items, *labels, *seen))


def _check_parent(folder: Path, new: NewVersion) -> None:
    if new.parent and not (folder / "versions" / f"{new.parent}.yaml").is_file():
        message = "The data set does not have the parent."
        known = ", ".join(list_versions(folder))
        remedy = f"Known: {known}." if known else "Import it first, or leave --parent away."
        raise InputError([Problem(shown(folder), "missing-parent", message, remedy, column=new.parent)])


def _list_labels(folder: Path, new: NewVersion) -> list[str]:
    """Let the version choose from its parent's labels, propose new values beside them, and say so."""
    path = folder / "versions" / f"{new.version}.yaml"
    text = path.read_text(encoding="utf-8")
    parent = folder / "versions" / f"{new.parent}.yaml"
    inherited = read_alone(parent).labels if new.parent and parent.is_file() else {}
    try:
        questions = read_manifest(folder).choosing(inherited).questions
        write_text(path, _with_lines(text, label_lines(questions, inherited, {})))
        values = unlisted_labels(folder, new.version)
    except InputError as error:
        return [f"To be mended before the pipeline runs: {problem}" for problem in error.problems[:_MOST]]
    write_text(path, _with_lines(text, label_lines(questions, inherited, values)))
    return new_value_notes(values, shown(path))


def _single_labels(folder: Path) -> list[str]:
    """A word about questions with one label, of which the figures would be odd or undefined."""
    return [
        f"'{key}' has one label only: add the others that could have been chosen to `labels` in dataset.yaml. With one "
        "alone there is nothing to agree on, and the pipeline stops."
        for key, question in declared_questions(folder).items()
        if len(question.get("labels") or ()) == 1
    ]


def _is_ours(params: Path) -> bool:
    """Whether labelcards' pipeline reads the file; into anybody else's parameters nothing is entered."""
    pipeline = params.parent / "dvc.yaml"
    if not params.is_file() or pipeline.is_file():
        return params.is_file() and bool(stage_names(pipeline))
    try:
        content = read_yaml(params).content
    except InputError:
        return False
    return isinstance(content, dict) and "versions" in content


def _with_lines(text: str, lines: list[str]) -> str:
    return text + "".join(f"{line}\n" for line in lines)


def _check_hidden(folder: Path, files: Sequence[str]) -> None:
    """Nothing private is written where Git would see it."""
    private = [folder / file for file in files if file.startswith("raw/")]
    seen = seen_by_git([*private, folder / "raw" / "any"])
    if seen:
        message = "Git does not ignore the folder for raw data, so that private data could be committed."
        remedy = "Run `labelcards init`, which adds it to .gitignore, or add the line /datasets/*/raw/ yourself."
        raise InputError([Problem(shown(folder / "raw"), "raw-not-ignored", message, remedy)])


def _hide(folder: Path) -> list[Path]:
    """Where Git may come later, the folder for raw data hides itself."""
    path = folder / "raw" / ".gitignore"
    if path.exists():
        return []
    write_text(path, "*\n")
    return [path]
