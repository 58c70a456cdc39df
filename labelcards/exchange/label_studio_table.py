"""Label Studio: JSON_MIN, CSV and TSV, one flat record per annotation.

The columns of the task and the answers stand side by side without a mark. In JSON_MIN the answers come after ``id``
and before ``annotator``. In CSV and TSV, which sort their columns, a column is an answer when cells have the form of
one or when annotators of one task differ in it; a column that could be either is a problem.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from labelcards.dataset.files.table_file import read_table
from labelcards.errors import InputError, Problem

__all__ = ["FLAT", "fits_header", "flat_tasks", "read_flat_table"]

FLAT = frozenset({"annotation_id", "annotator", "lead_time"})
"""Columns that every flat export has."""

_FIXED = FLAT | {"id", "created_at", "updated_at", "was_cancelled", "agreement", "history"}
_FEW = 20
_WORDS = 3
_ENOUGH = 10
"""So many items with two annotations without a difference are the item's own value, not agreement, if others differ."""

_HEADER = 1 << 16

Flat = Mapping[str, Any]


def fits_header(path: Path) -> bool:
    """Whether a CSV or TSV file has the columns of a flat export."""
    try:
        with path.open("rb") as stream:
            line = stream.read(_HEADER).decode("utf-8-sig", "replace").splitlines()[:1]
    except OSError:
        return False
    names = ({name.strip() for name in row} for mark in ",\t;" for row in csv.reader(line, delimiter=mark))
    return any(header >= FLAT for header in names)


def read_flat_table(path: Path) -> tuple[list[str], list[dict[str, Any]]]:
    """The columns and records of a CSV or TSV export; cells that are JSON lists or objects are read as such.

    Raises:
        InputError: the file is no table.
    """
    frame = read_table(path).frame
    columns = [str(name) for name in frame]
    cells = {name: [None if value is None else _cell(value) for value in _texts(frame[name])] for name in columns}
    return columns, [{name: cells[name][row] for name in columns} for row in range(len(frame))]


def _texts(column: Any) -> list[str | None]:
    return [value if isinstance(value, str) else None for value in column]


def _cell(text: str) -> Any:
    if text[:1] not in "[{":
        return text
    try:
        return json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return text


def flat_tasks(
    columns: Sequence[str], records: Sequence[Flat], file: str, say: Callable[[str], None], *, ordered: bool
) -> list[dict[str, Any]]:
    """One task with one annotation per record.

    Args:
        columns: all names, in the order of the file.
        records: name → value.
        file: for problems.
        say: tells how the columns were read.
        ordered: whether the order of columns says which are answers, as in JSON_MIN.

    Raises:
        InputError: a column may be an answer or the task's, or about the item or its regions.
    """
    answers = _between(columns, records) if ordered else None
    if answers is None:
        answers = _guess(columns, records, file, say)
    regional = _about_regions(answers, records, file)
    listed = ", ".join(f"'{name}'" for name in answers)
    say(f"Read as answers: {listed or 'no column'}; the other columns are the task's. The JSON export says it itself.")
    free = {name for name in answers if _is_free_text(name, records)}
    return [_task(record, answers, regional, free) for record in records]


def _between(columns: Sequence[str], records: Sequence[Flat]) -> list[str] | None:
    """The names between ``id`` and ``annotator``; None where a task's own ``id`` hides the border."""
    found: set[str] = set()
    for record in records:
        names = list(record)
        if "id" not in names or names[0] == "id":
            return None
        found |= set(names[names.index("id") + 1 : names.index("annotator")]) if "annotator" in names else set()
    own = {name for record in records for name in list(record)[: list(record).index("id")]}
    return None if found & own else [name for name in columns if name in found - _FIXED]


def _guess(columns: Sequence[str], records: Sequence[Flat], file: str, say: Callable[[str], None]) -> list[str]:
    free = [name for name in columns if name not in _FIXED]
    groups = _by_item(records)
    several = sum(len(rows) > 1 for rows in groups)
    certain = {name for name in free if _has_answers(name, records) or _differs(name, groups)}
    like = [name for name in free if name not in certain and _looks_like_labels(name, groups)]
    if not certain and len(like) == 1:
        certain = set(like)
    elif like and (several < _ENOUGH or not certain):
        message = "Label Studio's CSV does not say whether this column holds answers or belongs to the task."
        remedy = "Export the project as JSON and import that; or name the columns with --item, --annotator and --label."
        raise InputError(Problem(file, "answer-or-data", message, remedy, column=name) for name in like)
    elif like:
        names = ", ".join(f"'{name}'" for name in like)
        say(f"The same for all annotators of a task, so read as columns of the task and not as answers: {names}.")
    return [name for name in free if name in certain]


def _by_item(records: Iterable[Flat]) -> list[list[Flat]]:
    groups: dict[str, list[Flat]] = {}
    for position, record in enumerate(records):
        groups.setdefault(str(record.get("id") or f"row {position}"), []).append(record)
    return list(groups.values())


def _has_answers(name: str, records: Iterable[Flat]) -> bool:
    """Whether cells have a form that only results have."""
    return any(_typed(part) for record in records for part in _parts(record.get(name)))


def _differs(name: str, groups: Iterable[list[Flat]]) -> bool:
    return any(len({json.dumps(row.get(name), sort_keys=True) for row in rows}) > 1 for rows in groups)


def _looks_like_labels(name: str, groups: Sequence[list[Flat]]) -> bool:
    given = [rows[0].get(name) for rows in groups if rows[0].get(name) is not None]
    texts = [value for value in given if isinstance(value, str)]
    short = sum(len(text.split()) for text in texts) <= _WORDS * max(len(texts), 1)
    return len(texts) == len(given) and short and 1 < len(set(texts)) <= min(_FEW, len(given) / 2)


def _parts(value: Any) -> list[dict[str, Any]]:
    return [part for part in (value if isinstance(value, list) else [value]) if isinstance(part, dict)]


def _typed(value: dict[str, Any]) -> str | None:
    """Which control wrote a value."""
    for kind in ("choices", "taxonomy"):
        if isinstance(value.get(kind), list):
            return kind
    for kind in ("rating", "number"):
        if isinstance(value.get(kind), str):
            return kind
    if value.get("selected") in ("left", "right"):
        return "pairwise"
    if isinstance(value.get("text"), list):
        return "textarea"
    return next((name for name in value if name.endswith("labels") and isinstance(value[name], list)), None)


def _about_regions(answers: Sequence[str], records: Sequence[Flat], file: str) -> set[str]:
    """The plain answers of which there is one per region, in every record; several stand in a list.

    Raises:
        InputError: no record has several regions or answers, so that one answer may be about one region or the item.
    """
    drawn = [_drawn(name, records) for name in answers]
    regional: set[str] = set()
    for name in answers:
        given = [_plain_count(record.get(name)) for record in records]
        if any(given) and given in [counts for counts in drawn if any(counts)]:
            regional.add(name)
            if max(given) == 1:
                message = "Label Studio's table does not say whether these answers are about regions or about the item."
                remedy = "Export the project as JSON and import that."
                raise InputError([Problem(file, "answer-or-region", message, remedy, column=name)])
    return regional


def _drawn(name: str, records: Iterable[Flat]) -> list[int]:
    """How many regions a column has in each record."""
    return [sum((_typed(part) or "").endswith("labels") for part in _parts(record.get(name))) for record in records]


def _plain_count(value: Any) -> int:
    return len(value) if _plain_list(value) else int(isinstance(value, str))


def _is_free_text(name: str, records: Sequence[Flat]) -> bool:
    """Whether answers are sentences, most of them given once: choices and texts look alike in a table."""
    texts = [record[name] for record in records if isinstance(record.get(name), str)]
    long = sum(len(text.split()) for text in texts) > _WORDS * len(texts)
    return long and len(set(texts)) > len(texts) / 2


def _plain_list(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(part, str) for part in value)


def _task(record: Flat, answers: Sequence[str], regional: set[str], free: set[str]) -> dict[str, Any]:
    results = [
        {**result, "type": "textarea"} if name in free and isinstance(record.get(name), str) else result
        for name in answers
        for result in _results(name, record.get(name), regional)
    ]
    given = {
        "id": record.get("annotation_id"),
        "completed_by": record.get("annotator"),
        "created_at": record.get("created_at"),
        "updated_at": record.get("updated_at"),
        "lead_time": record.get("lead_time"),
        "was_cancelled": str(record.get("was_cancelled") or "").lower() in ("true", "1"),
        "result": results,
    }
    data = {name: value for name, value in record.items() if name not in answers and name not in _FIXED}
    worked = record.get("annotation_id") or record.get("annotator") or results
    return {"id": record.get("id"), "data": data, "annotations": [given] if worked else []}


def _results(name: str, value: Any, regional: set[str]) -> list[dict[str, Any]]:
    """The results that the exporter made prettier, as they were."""
    if name not in regional and (isinstance(value, str) or _plain_list(value)):
        return [{"from_name": name, "type": "choices", "value": {"choices": [value]}}]
    parts = value if isinstance(value, list) else [value] if isinstance(value, dict | str) else []
    results: list[dict[str, Any]] = []
    for part in parts:
        found = part if isinstance(part, dict) else {"choices": [part]}
        result = {"from_name": name, "type": _typed(found) or "unknown values", "value": found}
        several = len(parts) > 1 and result["type"] == "choices"
        results.append(result | ({"parentID": "region"} if several or name in regional else {}))
    return results
