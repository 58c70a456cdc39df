"""A dataset folder from what a data lead has on Monday morning: a table, or a labelling tool's export."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from labelcards.dataset.files.table_file import FileTable, read_table
from labelcards.documents.field_types import Slug, VersionNumber
from labelcards.documents.files import write_bytes
from labelcards.documents.yaml_file import shown
from labelcards.errors import InputError, Problem
from labelcards.exchange.column_guess import ColumnGuess, guess_column
from labelcards.exchange.forms import FORMS
from labelcards.exchange.manifest_text import NewVersion, TableText, dataset_text, version_text
from labelcards.exchange.table_guess import TableGuess, guess_table
from labelcards.exchange.tool_export import ExportQuestion, Row, ToolExport, slug
from labelcards.exchange.tools import detect, read_export

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
    paths: list[Path], new: NewVersion, *, tool: str | None = None, told: Mapping[str, str] | None = None
) -> Proposal:
    """Manifests and raw tables for the given files.

    Args:
        paths: one plain table (CSV, TSV, JSON Lines, Parquet), or exports of one labelling tool.
        new: what the version is called.
        tool: a key of `labelcards.exchange.tools.TOOLS`; detected when None.
        told: for a plain table: role (``item_id``, ``annotator_id``, ``label``, ``gold``) → column; else guessed.

    Raises:
        InputError: a file cannot be read, or holds nothing that looks like labels.
    """
    _check_names(paths[0], new)
    chosen = tool or (None if told and paths[0].suffix.lower() not in _RECORDS else detect(paths[0]))
    if chosen is not None:
        return _from_export(read_export(paths, chosen), new)
    if len(paths) > 1:
        message = "Several plain tables cannot be imported at once."
        remedy = "Import one, then name the others under `file` in the version's manifest."
        raise InputError([Problem(shown(paths[1]), "several-tables", message, remedy)])
    return _from_table(paths[0], new, told)


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
    tables = {"items": export.items, "annotations": export.annotations, "gold": export.gold}
    tables["adjudications"] = export.adjudications
    filled = {table: rows for table, rows in tables.items() if rows}
    columns = dict.fromkeys(column for row in export.items for column in row if column != "item_id")
    guesses = [guess_column(column, [row[column] for row in export.items if column in row]) for column in columns]
    spec: dict[str, TableText] = {table: {"file": f"{raw}/{table}.jsonl"} for table in filled}
    note = f"Imported from {export.tool}."
    files = {f"{raw}/{table}.jsonl": _json_lines(rows) for table, rows in filled.items()}
    files["dataset.yaml"] = dataset_text(new.name, export.questions, guesses, []).encode()
    files[f"versions/{new.version}.yaml"] = version_text(new, note, spec).encode()
    notes = [f"{len(export.items):,} items and {len(export.annotations):,} annotations were read from {export.tool}."]
    notes += export.said
    notes += [f"Not kept: {count:,} {what}." for what, count in export.lost.items()]
    notes += [f"Question '{key}': only one label occurs." for key, q in export.questions.items() if len(q.labels) == 1]
    return Proposal(files, tuple(notes))


def _json_lines(rows: Iterable[Row]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows).encode()


def _from_table(path: Path, new: NewVersion, told: Mapping[str, str] | None) -> Proposal:
    table = read_table(path)
    guess = guess_table(table, told)
    file = f"raw/{new.version}/{path.name}"
    asked = guess.roles.get("label", "label")
    question = ExportQuestion(FORMS["choice"].read_as, asked, guess.labels)
    items = _guesses(table, guess.items, guess.roles["item_id"])
    annotators = _guesses(table, guess.annotators, guess.roles["annotator_id"]) if guess.annotators else []
    spec = _table_specs(guess, file)
    files = {
        file: path.read_bytes(),
        "dataset.yaml": dataset_text(new.name, {slug(asked): question}, items, annotators).encode(),
        f"versions/{new.version}.yaml": version_text(new, f"Imported from {path.name}.", spec).encode(),
    }
    notes = [f"'{column}' is read as {role}." for role, column in guess.roles.items()]
    notes += [f"{len(guess.wide)} columns are read as one annotator's labels each."] if guess.wide else []
    notes += [f"'{column}' is not used." for column in guess.left]
    return Proposal(files, tuple(notes))


def _guesses(table: FileTable, columns: tuple[str, ...], key: str) -> list[ColumnGuess]:
    distinct = table.frame.drop_duplicates(key)
    return [guess_column(column, list(distinct[column].dropna())) for column in columns]


def _table_specs(guess: TableGuess, file: str) -> dict[str, TableText]:
    """The tables of the version manifest, all from one file."""
    item = _mapped({"item_id": guess.roles["item_id"]})
    wanted = ("item_id", "annotator_id", "label", "started_at", "submitted_at", "batch")
    columns = _mapped({role: guess.roles[role] for role in wanted if role in guess.roles})
    repeated: dict[str, bool] = {"distinct": True} if guess.repeated else {}
    annotations: dict[str, str | bool | Mapping[str, str]] = {"file": file, **columns}
    if guess.wide:
        annotations |= {"layout": "wide", "pattern": guess.pattern}
    elif "annotator_id" not in guess.roles:
        annotations["constant"] = {"annotator_id": "annotator"}
    tables: dict[str, TableText] = {"items": {"file": file, **item, **repeated}, "annotations": annotations}
    if guess.annotators:
        who = _mapped({"annotator_id": guess.roles["annotator_id"]})
        tables["annotators"] = {"file": file, **who, "distinct": True}
    if "gold" in guess.roles:
        tables["gold"] = {"file": file, "columns": _mapped_columns(guess.roles["item_id"], guess.roles["gold"])}
    return tables


def _mapped(columns: dict[str, str]) -> dict[str, Mapping[str, str]]:
    changed = {role: column for role, column in columns.items() if role != column}
    return {"columns": changed} if changed else {}


def _mapped_columns(item: str, gold: str) -> dict[str, str]:
    return {**({} if item == "item_id" else {"item_id": item}), "label": gold}
