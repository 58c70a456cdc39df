"""A dataset folder from what a data lead has on Monday morning: a table, or a labelling tool's export."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from labelcards.dataset.files.encodings import reading_as
from labelcards.dataset.files.table_file import read_table
from labelcards.documents.field_types import Slug, VersionNumber
from labelcards.documents.files import write_bytes
from labelcards.documents.yaml_file import shown
from labelcards.errors import InputError, Problem
from labelcards.exchange.column_guess import ColumnGuess, guess_column
from labelcards.exchange.manifest_text import NewVersion, TableText, dataset_text, version_text
from labelcards.exchange.table_export import table_export
from labelcards.exchange.tool_export import Row, ToolExport
from labelcards.exchange.tools import check_no_export, detect, read_export
from labelcards.inspection.options import ReadingOptions
from labelcards.inspection.table_reading import read_meaning

__all__ = ["Proposal", "propose", "write_proposal"]


_RECORDS = (".json", ".jsonl", ".ndjson", "")
"""Endings of files that stay a tool's export when somebody names columns: their records are no rows of a table."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The files of a new version, and of a new data set where there is none yet.

    Attributes:
        files: path inside the dataset folder → content.
        notes: sentences about what was guessed and what was lost.
    """

    files: Mapping[str, bytes]
    notes: tuple[str, ...]


def propose(
    paths: list[Path],
    new: NewVersion,
    *,
    tool: str | None = None,
    options: ReadingOptions | None = None,
    encoding: str | None = None,
) -> Proposal:
    """Manifests and raw tables for the given files.

    Args:
        paths: one plain table (CSV, TSV, JSON, JSON Lines, Parquet), or exports of one labelling tool.
        new: what the version is called.
        tool: a key of `labelcards.exchange.tools.TOOLS`; detected when None.
        options: for a plain table: what the person said about it; the rest is seen from the table, and said.
        encoding: of text files that are not UTF-8.

    Raises:
        InputError: a file cannot be read, can be read in two ways, or holds nothing that looks like labels.
    """
    _check_names(paths[0], new)
    with reading_as(encoding):
        return _proposed(paths, new, tool, options or ReadingOptions())


def _proposed(paths: list[Path], new: NewVersion, tool: str | None, options: ReadingOptions) -> Proposal:
    said = bool(options.columns or options.pattern or options.layout)
    plain = said and paths[0].suffix.lower() not in _RECORDS
    chosen = tool or (None if plain else detect(paths[0]))
    if chosen is not None:
        return _from_export(read_export(paths, chosen), new)
    if len(paths) > 1:
        message = "Several plain tables cannot be imported at once."
        remedy = "Import one, then name the others under `file` in the version's manifest."
        raise InputError([Problem(shown(paths[1]), "several-tables", message, remedy)])
    if not said:
        check_no_export(paths[0])
    return _from_table(paths[0], new, options)


def _check_names(path: Path, new: NewVersion) -> None:
    """They become folder names and addresses."""
    problems = []
    given: list[tuple[str, str, Any]] = [("name", new.name, Slug), ("version", new.version, VersionNumber)]
    for what, value, kind in (*given, *([("parent", new.parent, VersionNumber)] if new.parent else [])):
        try:
            TypeAdapter(kind).validate_python(value)
        except ValidationError:
            form = "lower-case letters, digits, '.', '_' or '-'" if what == "name" else "a version number such as 1.0.0"
            problems.append(Problem(shown(path), f"wrong-{what}", f"The {what} is not {form}.", "Choose another."))
    if problems:
        raise InputError(problems)


def write_proposal(proposal: Proposal, folder: Path) -> list[Path]:
    """Write the proposed files below ``folder``; an existing ``dataset.yaml`` is kept.

    Returns:
        The files written, in order of their paths.

    Raises:
        InputError: another file of the proposal exists already; nothing was written.
    """
    kept = "dataset.yaml"
    existing = [folder / path for path in proposal.files if path != kept and (folder / path).exists()]
    if existing:
        raise InputError(
            Problem(shown(path), "file-exists", "The file exists already.", "Choose another version, or remove it.")
            for path in existing
        )
    written = []
    for path, content in sorted(proposal.files.items()):
        if path != kept or not (folder / path).exists():
            write_bytes(folder / path, content)
            written.append(folder / path)
    return written


def _from_export(export: ToolExport, new: NewVersion) -> Proposal:
    raw = f"raw/{new.version}"
    tables = {
        "items": export.items,
        "annotations": export.annotations,
        "annotators": export.annotators,
        "gold": export.gold,
        "adjudications": export.adjudications,
    }
    filled = {table: rows for table, rows in tables.items() if rows}
    spec: dict[str, TableText] = {table: {"file": f"{raw}/{table}.jsonl"} for table in filled}
    files = {f"{raw}/{table}.jsonl": _json_lines(rows) for table, rows in filled.items()}
    items, annotators = _guesses(export.items, "item_id"), _guesses(export.annotators, "annotator_id")
    files["dataset.yaml"] = dataset_text(new.name, export.questions, items, annotators).encode()
    files[f"versions/{new.version}.yaml"] = version_text(new, f"Imported from {export.tool}.", spec).encode()
    notes = [f"{len(export.items):,} items and {len(export.annotations):,} annotations were read from {export.tool}."]
    notes += export.said
    notes += [f"Not kept: {count:,} {what}." for what, count in export.lost.items()]
    notes += [f"Question '{key}': only one label occurs." for key, q in export.questions.items() if len(q.labels) == 1]
    return Proposal(files, tuple(notes))


def _guesses(rows: Iterable[Row], key: str) -> list[ColumnGuess]:
    columns: dict[str, list[str]] = {}
    for row in rows:
        for name, value in row.items():
            if name != key:
                columns.setdefault(name, []).append(value)
    return [guess_column(name, values) for name, values in columns.items()]


def _json_lines(rows: Iterable[Row]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows).encode()


def _from_table(path: Path, new: NewVersion, options: ReadingOptions) -> Proposal:
    reading = read_meaning(read_table(path, header=options.header), options)
    proposal = _from_export(table_export(reading, path.name), new)
    left = [f"'{name}' is not used: {why}." for name, why in reading.left.items() if why == "the number of the row"]
    notes = (*(note.sentence for note in reading.notes), *proposal.notes, *left)
    return Proposal(proposal.files, notes)
