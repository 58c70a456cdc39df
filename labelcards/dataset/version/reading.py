"""Reading the raw tables of a label version, checked against the contract and the manifests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from labelcards.dataset.contract.arrangement import ArrangedTable, arrange
from labelcards.dataset.contract.checks import (
    check_characters,
    check_design,
    check_filled,
    check_known,
    check_probabilities,
    check_questions,
    check_unique,
)
from labelcards.dataset.contract.label_resolution import resolve_answers
from labelcards.dataset.contract.manifest_checks import ANSWERED
from labelcards.dataset.contract.order import contract_frame, ordered
from labelcards.dataset.contract.tables import CONTRACT, SIDE_TABLES
from labelcards.dataset.contract.times import parse_times
from labelcards.dataset.files.source_path import locate
from labelcards.dataset.files.table_file import FileTable, read_table
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.dataset.version.layout import DatasetPaths
from labelcards.dataset.version.manifests import read_manifests
from labelcards.documents.label_scheme import Question
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.version_manifest import TableFile, VersionManifest
from labelcards.documents.yaml_file import YamlFile, read_yaml
from labelcards.errors import InputError, Problem
from labelcards.labels.registry import NUMBERS

__all__ = ["ReadReport", "TableReport", "read_raw_version", "read_returned"]

_TIMES = "Write ISO 8601, e.g. 2026-01-31T09:30:00Z, or declare the table's format: `time_format: '%d/%m/%Y'`."
_UNBOUNDED = {"minimum": None, "maximum": None}


@dataclass(frozen=True, slots=True)
class TableReport:
    """What became of the rows of one table.

    Attributes:
        rows_read: rows after melting: one per judgement for tables that answer questions, one per record otherwise.
        rows_used: rows of the label version.
        left_out: reason → rows; ``no-answer`` (not annotated), ``missing-marker`` (a usual text such as ``NA`` for
            no answer), ``repeated`` (equal rows), ``blank`` (empty records).
            ``rows_read`` is the sum of these and ``rows_used``.
        dropped_columns: columns of the table's files that no table uses, sorted.
    """

    rows_read: int
    rows_used: int
    left_out: Mapping[str, int]
    dropped_columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What became of the rows of every table that the version's manifest names."""

    tables: Mapping[str, TableReport]


def read_raw_version(folder: Path, version: str) -> tuple[LabelVersion, ReadReport]:
    """The raw tables of one version as a `LabelVersion`, and what was left out.

    Text is trimmed and in Unicode NFC, and otherwise as the files have it (HTML entities stay). Answers that are blank
    mean "not annotated".

    Args:
        folder: ``datasets/<name>``.
        version: the version number.

    Raises:
        InputError: all problems of manifests, files and rows at once; of one kind in one column at most 20 are listed.
    """
    manifest, found = read_manifests(folder, version)
    source = read_yaml(DatasetPaths(folder).version(version).manifest)
    reading = _VersionReader(folder, manifest, found, source)
    for name in CONTRACT:
        spec: TableFile | None = getattr(found.tables, name)
        if spec is not None:
            reading.read(name, spec)
    reading.check_references()
    if reading.problems:
        raise InputError(reading.problems)
    return reading.version(), reading.report()


def read_returned(
    name: str, file: FileTable, manifest: DatasetManifest, version: VersionManifest, spec: TableFile | None = None
) -> tuple[ArrangedTable, list[Problem]]:
    """A file that no manifest names (it came back from people, or from a model), checked like a table of the version.

    Args:
        name: the table whose rows it holds; rows without an answer are left out.
        file: what was read.
        manifest, version: the manifests.
        spec: how its columns map to the contract's; they have the contract's names when None.

    Returns:
        the rows, and all problems; whether the items exist is left to the caller.

    Raises:
        InputError: a column is missing.
    """
    spec = spec or TableFile(file=(Path(file.file).name,))
    reading = _VersionReader(Path(), manifest, version, YamlFile(file.file, None, {}))
    table = reading.checked(name, spec, arrange(name, spec, manifest, [file]), {})
    return table, reading.problems


def _unbounded(question: Question) -> Question:
    """The question as a model may answer it: any number."""
    if question.label_kind.scale != "number":
        return question.model_copy(update=_UNBOUNDED)
    return question.model_copy(update={**_UNBOUNDED, "kind": NUMBERS.name})


class _VersionReader:
    """Collects tables, reports and problems."""

    def __init__(self, folder: Path, manifest: DatasetManifest, found: VersionManifest, source: YamlFile) -> None:
        self.folder, self.manifest, self.found, self.source = folder, manifest, found, source
        self.problems: list[Problem] = []
        self.tables: dict[str, ArrangedTable] = {}
        self.rows_read: dict[str, int] = {}
        self.left_out: dict[str, dict[str, int]] = {}
        self._files: dict[tuple[Path, str | None], FileTable | None] = {}

    def read(self, name: str, spec: TableFile) -> None:
        """Read, arrange and check one table on its own."""
        files = [self._file(name, position, relative, spec.encoding) for position, relative in enumerate(spec.file)]
        read = [file for file in files if file is not None]
        if len(read) < len(files):
            return
        try:
            table = arrange(name, spec, self.manifest, read)
        except InputError as error:
            self.problems += error.problems
            return
        if name in ("items", "annotations") and table.frame.empty:
            message = "The file has column names but no rows."
            self.problems.append(Problem(read[0].file, "empty-file", message, "Export it again."))
        left_out = {"blank": sum(file.blank for file in read)}
        self.rows_read[name] = len(table.frame) + left_out["blank"]
        self.tables[name] = self.checked(name, spec, table, left_out)
        self.left_out[name] = {reason: count for reason, count in sorted(left_out.items()) if count}

    def _file(self, name: str, position: int, relative: str, encoding: str | None) -> FileTable | None:
        at = ("tables", name, "file", position)
        located = locate(self.folder, relative, self.source, at)
        self.problems += located.problems
        if located.problems:
            return None
        key = (located.path, encoding)
        if key not in self._files:
            try:
                self._files[key] = read_table(located.path, encoding)
            except InputError as error:
                self.problems += error.problems
                self._files[key] = None
        return self._files[key]

    def checked(self, name: str, spec: TableFile, table: ArrangedTable, left_out: dict[str, int]) -> ArrangedTable:
        """The table's used rows with answers and times resolved; adds to ``problems`` and ``left_out``."""
        if name in ANSWERED:
            answered = table.frame["label"].notna().to_numpy(dtype=np.bool_)
            left_out["no-answer"] = int((~answered).sum())
            table = table.where(answered)
        if spec.distinct:
            table = self._without_repeated(table, left_out)
        self.problems += check_filled(name, table)
        table, problems = check_characters(name, table)
        self.problems += problems
        if name in ANSWERED:
            self.problems += check_questions(table, tuple(self.manifest.questions))
            table = self._answered(name, spec, table, left_out)
        if name in ANSWERED and name != "annotations":
            table = self._without_repeated(table, left_out)
        if name == "audit":
            self.problems += check_design(table)
        if name == "predictions":
            table, problems = check_probabilities(table)
            self.problems += problems
        if CONTRACT[name].key:
            self.problems += check_unique(name, table)
        return self._timed(name, spec, table)

    def _without_repeated(self, table: ArrangedTable, left_out: dict[str, int]) -> ArrangedTable:
        distinct = ~table.frame.duplicated().to_numpy(dtype=np.bool_)
        left_out["repeated"] = left_out.get("repeated", 0) + int((~distinct).sum())
        return table.where(distinct)

    def _answered(self, name: str, spec: TableFile, table: ArrangedTable, left_out: dict[str, int]) -> ArrangedTable:
        frame = table.frame
        questions: Mapping[str, Question] = self.manifest.questions
        if name == "predictions":  # a regression may well predict more than the scale has
            questions = {key: _unbounded(each) for key, each in questions.items()}
        usual = "" not in spec.missing
        found = resolve_answers(frame["label"], frame["question"], questions, table.origin, usual_missing=usual)
        self.problems += found.problems
        if found.missing.any():
            left_out["missing-marker"] = int(found.missing.sum())
        return replace(table, frame=frame.assign(label=found.label)).where(~found.missing)

    def _timed(self, name: str, spec: TableFile, table: ArrangedTable) -> ArrangedTable:
        frame = table.frame
        for column in CONTRACT[name].times:
            times, bad = parse_times(frame[column], spec.time_format)
            message, remedy = "The time cannot be read.", _TIMES
            if spec.time_format is not None:
                message, remedy = f"The time is not written as {spec.time_format}.", "Correct it, or the time_format."
            self.problems += table.origin.problems(bad, column, "bad-time", message, remedy)
            frame = frame.assign(**{column: times})
        return replace(table, frame=frame)

    def check_references(self) -> None:
        """Ids in one table are those of another; left out where that other table could not be read."""
        items = self.tables.get("items")
        for name in ANSWERED:
            if items is not None and name in self.tables:
                self.problems += check_known(self.tables[name], "item_id", items.frame["item_id"], "items")
        annotators, annotations = self.tables.get("annotators"), self.tables.get("annotations")
        if annotators is not None and annotations is not None:
            known = annotators.frame["annotator_id"]
            self.problems += check_known(annotations, "annotator_id", known, "annotators")

    def report(self) -> ReadReport:
        """What became of rows and columns; a column counts as dropped if no table uses it."""
        used = {cell for table in self.tables.values() for cell in table.used}
        return ReadReport(
            {
                name: TableReport(
                    rows_read=self.rows_read[name],
                    rows_used=len(table.frame),
                    left_out=self.left_out[name],
                    dropped_columns=tuple(sorted({column for _, column in table.unused - used})),
                )
                for name, table in self.tables.items()
            }
        )

    def version(self) -> LabelVersion:
        """The tables in contract order and sorted by their keys."""
        frames = {
            name: ordered(name, contract_frame(name, table.frame, self.manifest)) for name, table in self.tables.items()
        }
        for name in ("gold", "adjudications", *SIDE_TABLES):
            frames.setdefault(name, contract_frame(name, None, self.manifest))
        return LabelVersion(
            manifest=self.manifest,
            version=self.found,
            annotators=self._annotators(),
            **{name: frame for name, frame in frames.items() if name != "annotators"},
        )

    def _annotators(self) -> pd.DataFrame:
        """The annotators table; derived from the annotations and their column names where the version has none."""
        profiles = self.tables["annotations"].profiles
        given = self.tables.get("annotators")
        if given is not None:
            frame = given.frame
        else:
            ids = sorted(self.tables["annotations"].frame["annotator_id"].unique())
            frame = pd.DataFrame({"annotator_id": ids}, dtype="str")
        if profiles is not None:
            missing = [column for column in profiles if column not in frame or frame[column].isna().all()]
            if missing:
                frame = frame.drop(columns=missing, errors="ignore")
                frame = frame.merge(profiles[["annotator_id", *missing]], on="annotator_id", how="left")
        return ordered("annotators", contract_frame("annotators", frame, self.manifest))
