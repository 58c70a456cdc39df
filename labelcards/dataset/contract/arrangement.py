"""From the columns of files to the columns of the contract: mapping, constants, melting, wide layouts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from labelcards.dataset.contract.manifest_checks import ANSWERED, declared_columns
from labelcards.dataset.contract.origin import Mask, Origin, Positions
from labelcards.dataset.contract.tables import CONTRACT, TableContract
from labelcards.dataset.files.table_file import FileTable
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.version_manifest import TableFile
from labelcards.documents.yaml_document import did_you_mean
from labelcards.errors import InputError, Problem

__all__ = ["ArrangedTable", "arrange"]

_NAMED = 12
"""How many column names of a file a remedy names."""


Cells = frozenset[tuple[str, str]]
"""(file, column) pairs."""


@dataclass(frozen=True, slots=True, eq=False)
class ArrangedTable:
    """One table in the contract's columns, not yet checked.

    Attributes:
        frame: (R, C) text columns.
        origin: where the R rows came from.
        used: (file, column) pairs the table was made from.
        unused: (file, column) pairs the table leaves aside.
        profiles: for wide annotations: ``annotator_id`` and what the column names say about each annotator.
    """

    frame: pd.DataFrame
    origin: Origin
    used: Cells
    unused: Cells
    profiles: pd.DataFrame | None = None

    def where(self, mask: Mask) -> ArrangedTable:
        """The rows where ``mask`` (R,) is true."""
        frame = self.frame[mask].reset_index(drop=True)
        return replace(self, frame=frame, origin=self.origin.where(mask))


def arrange(name: str, spec: TableFile, manifest: DatasetManifest, files: Sequence[FileTable]) -> ArrangedTable:
    """The files of one table below each other, in the contract's columns.

    Args:
        name: the table.
        spec: how the version manifest maps it.
        manifest: the data set.
        files: what was read, in the order of ``spec.file``.

    Raises:
        InputError: a needed, mapped or declared column is missing, or no column fits the pattern; all files at once.
    """
    parts: list[ArrangedTable] = []
    problems: list[Problem] = []
    for file in files:
        arranging = _Arrangement(name, spec, manifest, file)
        try:
            parts.append(arranging.wide() if spec.layout == "wide" else arranging.long())
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    frame = pd.concat([part.frame for part in parts], ignore_index=True)
    profiles = [part.profiles for part in parts if part.profiles is not None]
    joined = pd.concat(profiles, ignore_index=True).drop_duplicates(ignore_index=True) if profiles else None
    return ArrangedTable(
        frame=frame,
        origin=Origin.joined([part.origin for part in parts]),
        used=frozenset(cell for part in parts for cell in part.used),
        unused=frozenset(cell for part in parts for cell in part.unused),
        profiles=joined,
    )


class _Arrangement:
    """The arrangement of one file."""

    def __init__(self, name: str, spec: TableFile, manifest: DatasetManifest, file: FileTable) -> None:
        self.contract: TableContract = CONTRACT[name]
        self.name, self.spec, self.manifest, self.file = name, spec, manifest, file
        blank = file.frame.isin(spec.missing) if spec.missing else None
        self.frame = file.frame if blank is None else file.frame.mask(blank)
        self.header = list(self.frame.columns)
        self.problems: list[Problem] = []
        self.sources: dict[str, str] = {}
        self.constant = dict(spec.constant)
        if spec.question is not None:
            self.constant["question"] = spec.question

    def long(self) -> ArrangedTable:
        """One row per record, or one per record and question when questions have columns of their own."""
        answers = self._answer_columns() if self.name in ANSWERED else {}
        skip = {"question", "label"} if answers else set()
        record = self._record_columns(skip)
        self._stop()
        frame = pd.DataFrame(record, index=self.frame.index)
        if not answers:
            answered = (self.sources.get("label", "label"),)
            return self._arranged(frame, self.file.rows, answered, np.zeros(len(frame), dtype=np.int64))
        blocks = [frame.assign(question=question, label=self.frame[column]) for question, column in answers.items()]
        codes = np.repeat(np.arange(len(blocks)), len(frame))
        return self._melted(blocks, tuple(answers.values()), codes)

    def wide(self) -> ArrangedTable:
        """One row per record and column that the pattern matches."""
        matches = [
            (column, found) for column in self.header if (found := re.fullmatch(self.spec.pattern or "", column))
        ]
        if self.name == "predictions":
            return self._wide_probabilities(matches)
        record = self._record_columns({"annotator_id", "question", "label"})
        if not matches:
            message = f"No column name matches the pattern under tables.{self.name}."
            self._report("no-match", message, self._header_listing(), None)
        profiles = self._profiles(matches)
        self._stop()
        frame = pd.DataFrame(record, index=self.frame.index)
        blocks = [
            frame.assign(annotator_id=found["annotator_id"], question=self._asked(found), label=self.frame[column])
            for column, found in matches
        ]
        arranged = self._melted(
            blocks, tuple(column for column, _ in matches), np.repeat(np.arange(len(blocks)), len(frame))
        )
        return replace(arranged, profiles=self._prefixed(profiles))

    def _wide_probabilities(self, matches: list[tuple[str, re.Match[str]]]) -> ArrangedTable:
        """One row per record and label: the column names say the label, the cells the probability."""
        record = self._record_columns({"question", "label", "probability"})
        if not matches:
            message = f"No column name matches the pattern under tables.{self.name}."
            self._report("no-match", message, self._header_listing(), None)
        self._stop()
        frame = pd.DataFrame(record, index=self.frame.index)
        blocks = [
            frame.assign(question=self._asked(found), label=found["label"], probability=self.frame[column])
            for column, found in matches
        ]
        columns = tuple(column for column, _ in matches)
        return self._melted(blocks, columns, np.repeat(np.arange(len(blocks)), len(frame)))

    def _melted(self, blocks: list[pd.DataFrame], columns: tuple[str, ...], codes: Positions) -> ArrangedTable:
        frame = pd.concat(blocks, ignore_index=True)
        order = [column for column in self._targets() if column in frame.columns]
        return self._arranged(frame[order].astype("str"), np.tile(self.file.rows, len(blocks)), columns, codes)

    def _arranged(
        self, frame: pd.DataFrame, rows: Positions, answers: tuple[str, ...], codes: Positions
    ) -> ArrangedTable:
        name = self.file.file
        origin = Origin((name,), np.zeros(len(rows), dtype=np.int64), rows, dict(self.sources), answers, codes)
        used = {column for column in self.header if column in {*self.sources.values(), *answers}}
        return ArrangedTable(
            frame=self._prefixed(frame),
            origin=origin,
            used=frozenset((name, column) for column in used),
            unused=frozenset((name, column) for column in self.header if column not in used),
        )

    def _asked(self, found: re.Match[str]) -> str:
        named = found.groupdict().get("question")
        return named or self.constant.get("question") or self.manifest.headline

    def _profiles(self, matches: list[tuple[str, re.Match[str]]]) -> pd.DataFrame:
        """What the matched column names say about each annotator; contradictions are problems."""
        rows = [{key: value for key, value in found.groupdict().items() if key != "question"} for _, found in matches]
        asked = pd.DataFrame({"annotator_id": [row["annotator_id"] for row in rows]}, dtype="str")
        twice = asked.assign(question=[self._asked(found) for _, found in matches]).duplicated()
        for column in (matches[position][0] for position in np.flatnonzero(twice)):
            message = "An earlier column already holds this annotator's answers."
            self._report("duplicate-annotator", message, "Tell the two apart, or remove one.", column)
        profiles = pd.DataFrame(rows, dtype="str").drop_duplicates(ignore_index=True)
        if not twice.any() and rows and profiles["annotator_id"].duplicated().any():
            message = "The column names give one annotator two different attributes."
            self._report("conflicting-annotator", message, "Correct the column names.", None)
        return profiles

    def _targets(self) -> tuple[str, ...]:
        declared = declared_columns(self.manifest, self.name)
        return tuple(dict.fromkeys((*self.contract.required, *declared, *self.contract.optional)))

    def _record_columns(self, skip: Iterable[str]) -> dict[str, pd.Series[str]]:
        """The contract and declared columns except ``skip``, each from its constant, its column, or nowhere."""
        found: dict[str, pd.Series[str]] = {}
        for target in self._targets():
            if target in skip:
                continue
            column = self._source(target)
            if target in self.constant:
                found[target] = self._filled(self.constant[target].strip() or None)
            elif target == "question" and column not in self.header:
                found[target] = self._filled(self.manifest.headline)
            elif column in self.header:
                self.sources[target] = column
                found[target] = self.frame[column]
            elif self._needed(target):
                self._missing(target, column)
            else:
                found[target] = self._filled(None)
        return found

    def _filled(self, value: str | None) -> pd.Series[str]:
        return pd.Series([value] * len(self.frame), dtype="str")

    def _source(self, target: str) -> str:
        return self.spec.columns.get(target, target)

    def _needed(self, target: str) -> bool:
        if target in self.contract.required or target in self.spec.columns:
            return True
        table = {"items": self.manifest.items, "annotators": self.manifest.annotators}.get(self.name)
        declared = table.columns.get(target) if table else None
        return declared is not None and declared.action != "drop"

    def _answer_columns(self) -> dict[str, str]:
        """Question → its own column, when questions have columns; else nothing (``question`` and ``label`` serve)."""
        questions = self.manifest.questions
        mapped = {name: column for name, column in self.spec.columns.items() if name in questions}
        if not mapped and self._source("label") not in self.header and "label" not in self.spec.columns:
            mapped = {name: name for name in questions if name in self.header}
        for question, column in mapped.items():
            if column not in self.header:
                self._missing(question, column)
        return mapped

    def _missing(self, target: str, column: str) -> None:
        message = "The column is missing." if column == target else f"The column is missing; it is to hold '{target}'."
        remedy = did_you_mean(column, self.header) or self._header_listing()
        if column == target:
            remedy += f" Map it under tables.{self.name}.columns of the version's manifest."
            if target not in self.contract.required:
                remedy += f" If this version does not have it, write `constant: {{{target}: ''}}` there."
        self._report("missing-column", message, remedy, column)

    def _header_listing(self) -> str:
        names = [f"'{name}'" for name in self.header[:_NAMED]]
        return f"The file has {', '.join(names)}{' …' if len(self.header) > _NAMED else ''}."

    def _report(self, code: str, message: str, remedy: str, column: str | None) -> None:
        self.problems.append(Problem(self.file.file, code, message, remedy, column=column))

    def _stop(self) -> None:
        if self.problems:
            raise InputError(self.problems)

    def _prefixed(self, frame: pd.DataFrame) -> pd.DataFrame:
        if not self.spec.prefix or "annotator_id" not in frame.columns:
            return frame
        return frame.assign(annotator_id=self.spec.prefix + frame["annotator_id"])
