"""Hugging Face: the folder of a data set, as `datasets` saves it or as it lies on the Hub.

Kept: every column of class labels, by their names, as a question; of token tags (``B-PER``) the set of entity labels of
the row. Names come from the files themselves, ``dataset_info.json`` or ``dataset_infos.json``. With a column of
annotators each row is an annotation, else a row is an item that one unnamed annotator labelled. The item is a column of
ids that no two rows share, else split and position.

Lost, and counted: positions of entities.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from labelcards.dataset.files.arrow_file import class_names, stored_names
from labelcards.dataset.files.table_file import read_table
from labelcards.documents.yaml_file import shown
from labelcards.errors import InputError, Problem
from labelcards.exchange.conll import entity_labels, is_tag
from labelcards.exchange.marked_items import NOTHING, UNNAMED
from labelcards.exchange.opening import FileOpening
from labelcards.exchange.tool_export import ExportBuilder, ToolExport
from labelcards.labels.kind import SEPARATOR

__all__ = ["opens", "read"]

TOOL = "Hugging Face datasets"
_INFO = ("dataset_info.json", "dataset_infos.json", "dataset_dict.json")
_DATA = (".parquet", ".arrow", ".jsonl", ".json", ".csv")
_NO_DATA = (*_INFO, "state.json", "metadata.json", "config.json")
_IDS = ("id", "idx", "item_id", "uid", "guid", "example_id")
_PEOPLE = ("annotator", "annotator_id", "worker", "worker_id", "workerid", "coder", "rater", "user_id", "labeler")
_SHARD = re.compile(r"(.+?)-\d{5}-of-\d{5}")

Names = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, eq=False)
class SplitTable:
    """The rows of one file: the split they belong to, the text columns, and the names of class labels."""

    split: str
    frame: pd.DataFrame
    names: Names


def opens(opening: FileOpening) -> bool:
    """Whether a folder is a data set's."""
    if not opening.folder:
        return False
    if any((opening.path / name).is_file() for name in _INFO):
        return True
    return next(opening.path.glob("**/*.parquet"), None) is not None


def read(paths: list[Path]) -> ToolExport:
    """The rows of one or several folders.

    Raises:
        InputError: a folder has no data, a file cannot be read, or no column has class labels.
    """
    tables = [table for path in paths for table in _tables(path)]
    builder = ExportBuilder(TOOL)
    labelled = list(dict.fromkeys(column for table in tables for column in table.names if column in table.frame))
    if not labelled:
        message = "No column of the folder has class labels with names."
        remedy = "Name the column with --label, and import the one file that holds the table."
        raise InputError([Problem(shown(paths[0]), "no-labels", message, remedy)])
    for table in tables:
        for column, names in table.names.items():
            builder.offer(column, () if all(map(is_tag, names)) else names)
        _rows(builder, table, _key(tables))
    return builder.finish()


def _key(tables: Sequence[SplitTable]) -> str | None:
    """The column of ids; None where none is unique (or, with annotators, where there is none)."""
    frames = [table.frame for table in tables]
    for name in _IDS:
        if all(name in frame and frame[name].notna().all() for frame in frames):
            values = pd.concat([frame[name] for frame in frames])
            if not values.duplicated().any() or _who(frames[0]):
                return name
    return None


def _who(frame: pd.DataFrame) -> str | None:
    return next((str(column) for column in frame if str(column).lower() in _PEOPLE), None)


def _rows(builder: ExportBuilder, table: SplitTable, key: str | None) -> None:
    frame, who = table.frame, _who(table.frame)
    questions = [column for column in table.names if column in frame]
    columns = [str(column) for column in frame if column not in (*questions, key, who)]
    for position, values in enumerate(frame.astype(object).where(frame.notna(), None).to_dict("records"), start=1):
        item = str(values[key]) if key else "-".join(filter(None, (table.split, str(position))))
        split = {"split": table.split} if table.split else {}
        builder.item(item, {**{name: values[name] for name in columns}, **split})
        row = {"item_id": item, "annotator_id": str(values[who] or UNNAMED) if who else UNNAMED}
        for question in questions:
            if values[question] is not None:
                _answer(builder, question, str(values[question]), table.names[question], row)


def _answer(builder: ExportBuilder, question: str, value: str, names: Sequence[str], row: Mapping[str, str]) -> None:
    labels = [] if value == "[]" else value.split(SEPARATOR)
    if all(map(is_tag, names)):
        labels, count = entity_labels(labels)
        builder.lose("positions of spans", count)
        builder.answer(question, "set", labels or NOTHING, row)
        return
    builder.answer(question, "set" if value == "[]" or len(labels) > 1 else "choice", labels, row)


def _tables(folder: Path) -> Iterator[SplitTable]:
    files = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in _DATA and path.name not in _NO_DATA and not path.name.startswith(("cache-", "."))
    ]
    if not files:
        message = "The folder of the data set has no table."
        raise InputError([Problem(shown(folder), "empty-file", message, "Save it with `save_to_disk`.")])
    for path in files:
        names = {**_declared(folder), **_declared(path.parent)}
        frame = read_table(path).frame
        for column in names.keys() & set(frame):
            frame[column] = _named(frame[column], names[column], path, column)
        yield SplitTable(_split(folder, path), frame, {**stored_names(path), **names})


def _split(folder: Path, path: Path) -> str:
    shard = _SHARD.fullmatch(path.stem)
    name = shard[1] if shard else path.stem
    above = [part for part in path.relative_to(folder).parts[:-1] if part != "data"]
    return "-".join([*above, *([name] if name not in ("data", "dataset") else [])])


def _declared(folder: Path) -> dict[str, Sequence[str]]:
    """The names of class labels that the JSON files of a folder declare."""
    found: dict[str, Sequence[str]] = {}
    for name in _INFO[:2]:
        try:
            document = json.loads((folder / name).read_bytes())
        except (OSError, ValueError, RecursionError):
            continue
        for part in (document, *(document.values() if isinstance(document, dict) else ())):
            if isinstance(part, dict):
                found |= class_names(part.get("features"))
    return found


def _named(column: pd.Series[str], names: Sequence[str], path: Path, title: str) -> pd.Series[str]:
    """A column with names in place of numbers, where it has numbers still."""
    known, numbered = set(names), re.compile(r"-?\d+(\|-?\d+)*")
    given = column.dropna()
    if given.map(lambda text: text == "[]" or all(each in known for each in text.split(SEPARATOR))).all():
        return column
    numbers = given.map(lambda text: text == "[]" or numbered.fullmatch(text) is not None)
    high = given[numbers].map(
        lambda text: max((int(each) for each in text.split(SEPARATOR)), default=-1) if text != "[]" else -1
    )
    if not numbers.all() or (high >= len(names)).any():
        message = "The column has a class label that its names do not include."
        raise InputError([Problem(shown(path), "unnamed-class", message, "Export it again.", column=title)])

    def name(text: Any) -> Any:
        if not isinstance(text, str) or text == "[]":
            return text
        return SEPARATOR.join(names[int(each)] for each in text.split(SEPARATOR) if int(each) >= 0) or None

    return column.map(name)
