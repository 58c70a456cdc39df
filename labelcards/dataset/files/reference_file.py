"""The populations that group columns should stand for, from the manifest and the files it names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from labelcards.dataset.files.source_path import locate
from labelcards.dataset.files.table_file import FileTable, read_table
from labelcards.dataset.version.layout import DatasetPaths
from labelcards.documents.columns import RecordTable, Reference
from labelcards.documents.files import sha256_file
from labelcards.documents.yaml_document import problem_at
from labelcards.documents.yaml_file import Step, YamlFile, read_yaml
from labelcards.errors import InputError, Problem

__all__ = ["read_references"]


def read_references(folder: Path, side: str, declared: RecordTable) -> tuple[dict[str, dict[str, float]], list[Path]]:
    """Column → value → share of the population, for every group column that has a reference, and the files read.

    Args:
        folder: ``datasets/<name>``.
        side: ``items`` or ``annotators``.
        declared: the columns of that table.

    Raises:
        InputError: a file is missing, is not the one the manifest means, or does not fit; all problems at once.
    """
    found: dict[str, dict[str, float]] = {}
    files: list[Path] = []
    problems: list[Problem] = []
    for column, entry in declared.columns.items():
        reference = entry.reference
        if reference is None:
            continue
        given: Mapping[str, float] = reference.shares or reference.counts or {}
        if reference.file is not None:
            source = read_yaml(DatasetPaths(folder).manifest)
            try:
                given, path = _from_file(folder, reference, source, (side, "columns", column, "reference"))
                files.append(path)
            except InputError as error:
                problems += error.problems
                continue
        total = sum(given.values())
        found[column] = {value: number / total for value, number in given.items()}
    if problems:
        raise InputError(problems)
    return found, files


def _from_file(
    folder: Path, reference: Reference, source: YamlFile, at: tuple[Step, ...]
) -> tuple[dict[str, float], Path]:
    located = locate(folder, reference.file or "", source, (*at, "file"))
    if located.problems:
        raise InputError(located.problems)
    digest = sha256_file(located.path)
    if digest != reference.sha256:
        message = "The reference file is not the one whose digest the manifest names."
        remedy = f"Restore it; if this file is meant, write `sha256: {digest}`."
        raise InputError([problem_at(source, (*at, "sha256"), "other-file", message, remedy)])
    return _shares(read_table(located.path)), located.path


def _shares(file: FileTable) -> dict[str, float]:
    """Value → number; all problems of the file at once."""
    header = list(file.frame.columns)
    name = next((each for each in ("share", "count") if each in header), None)
    if "value" not in header or name is None or {"share", "count"} <= set(header):
        message = "A reference file has the columns `value` and either `share` or `count`."
        raise InputError([Problem(file.file, "missing-column", message, "Name the columns so.")])
    value, text = file.frame["value"], file.frame[name]
    number = pd.to_numeric(text, errors="coerce").to_numpy(dtype=np.float64)
    bad = ~np.isfinite(number) | (number < 0)
    problems = [
        Problem(file.file, code, message, remedy, int(row), column)
        for flags, code, message, remedy, column in (
            (value.isna().to_numpy(), "missing-value", "The row names no group.", "Fill it in.", "value"),
            ((value.duplicated() & value.notna()).to_numpy(), "duplicate-value", "The group was named before.",
             "Keep one row per group.", "value"),
            (bad, "bad-number", "The cell is not a number of at least 0.", "Write it in digits.", name),
        )
        for row in file.rows[flags][:20]
    ]  # fmt: skip
    total = float(np.where(bad, 0, number).sum())
    if not problems and total <= 0:
        problems.append(
            Problem(file.file, "no-population", "All numbers are 0.", "Write shares or counts.", column=name)
        )
    if not problems and name == "share" and abs(total - 1) > 0.01:
        message = "The shares do not sum to 1."
        problems.append(
            Problem(file.file, "bad-shares", message, "Correct them, or name the column `count`.", column=name)
        )
    if problems:
        raise InputError(problems)
    return {str(key): float(each) for key, each in zip(value, number, strict=True)}
