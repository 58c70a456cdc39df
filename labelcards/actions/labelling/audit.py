"""Draw a sample of labels for review, and take the judgments back.

`sample` reads: ``tables/``, ``consensus.parquet``. Writes: the reviewers' CSV file, and ``audits/<v>.<q>.csv``, which
says how the sample was drawn and goes to Git. `record` reads: what came back and ``audits/``. Writes: the private
``raw/<v>/audit.csv`` and, if it is missing, the entry in the version's manifest that names it. Both add to
``log.jsonl``. Deterministic because the sample is seeded. Privacy: reviewers see anonymized texts; their names stay in
``raw/`` until the stage ``anonymize`` makes pseudonyms of them.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from labelcards.actions.journal import Act
from labelcards.actions.journal import record as note_act
from labelcards.assess.quality.audit import DRAW_COLUMNS, draw_audit
from labelcards.dataset.contract.arrangement import ArrangedTable
from labelcards.dataset.contract.tables import CONTRACT
from labelcards.dataset.files.table_file import FileTable, read_table
from labelcards.dataset.version.clean import read_version
from labelcards.dataset.version.layout import VersionPaths
from labelcards.dataset.version.manifest_line import name_table
from labelcards.dataset.version.manifests import read_manifests
from labelcards.dataset.version.reading import read_raw_version, read_returned
from labelcards.documents.files import write_text
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.version_manifest import VersionManifest
from labelcards.documents.yaml_document import did_you_mean
from labelcards.documents.yaml_file import shown
from labelcards.errors import InputError, Problem
from labelcards.exchange.table import harmless_cell
from labelcards.privacy.item_ids import hides_items, item_pseudonyms
from labelcards.privacy.key import load_key
from labelcards.stages.inputs import read_consensus, version_paths

__all__ = ["AuditRecord", "AuditSample", "record", "sample"]

_ANSWER_COLUMNS = ("label", "by", "at")
_TAKEN = ("question", "current_label", *_ANSWER_COLUMNS)
"""Columns of the reviewers' file that a text column must not hide."""


@dataclass(frozen=True, slots=True)
class AuditSample:
    """What `sample` did.

    Attributes:
        written: the reviewers' file and the record of the draw.
        items: how many items were drawn.
        answers: the answers a reviewer may give; empty for a question about numbers.
    """

    written: list[Path]
    items: int
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """What `record` did.

    Attributes:
        written: the stored judgments and, when a line was added to it, the version's manifest.
        judged: how many items of the samples were judged.
        unanswered: how many were drawn and not judged.
    """

    written: list[Path]
    judged: int
    unanswered: int


def sample(
    folder: Path, version: str, out: Path, *, question: str | None, size: int, seed: int, show_label: bool = False
) -> AuditSample:
    """Draw items of ``question`` (the headline one when None) and write the file for the reviewers.

    Raises:
        InputError: ``out`` exists, the question is unknown, a stage has not run, no item has a final label, or another
            sample of the question was drawn before.
    """
    if out.exists():
        raise InputError([Problem(shown(out), "file-exists", "The file exists already.", "Name another one.")])
    paths = version_paths(folder, version)
    labels = read_version(paths.dataset.folder, paths.version)
    name = _asked(labels.manifest, question)
    consensus = read_consensus(paths)
    rows = consensus[consensus["question"] == name]
    drawn = draw_audit(rows, size, seed, by_label=labels.manifest.questions[name].label_kind.exclusive)
    if not len(drawn):
        message = "No item of the version has a final label, so there is nothing to audit."
        raise InputError([Problem(shown(paths.consensus), "no-labels", message, "Annotate the items first.")])
    _check_draw(paths, name, drawn)
    columns = [column for column in labels.manifest.text_columns if column in labels.items]
    texts = labels.items[["item_id", *columns]].rename(columns={taken: f"item_{taken}" for taken in _TAKEN})
    sheet = drawn[["item_id"]].merge(texts, on="item_id", how="left")
    sheet = sheet.sample(frac=1, random_state=seed)
    if show_label:
        sheet = sheet.merge(rows[["item_id", "final"]].rename(columns={"final": "current_label"}), on="item_id")
    sheet.insert(1, "question", name)
    _write_csv(out, sheet.assign(**dict.fromkeys(_ANSWER_COLUMNS, "")), mark=True)
    _write_csv(paths.audit_draw(name), drawn)
    act = Act("audit-sample", version=version, what={"question": name, "items": len(drawn), "seed": seed})
    note_act(folder, act)
    return AuditSample([out, paths.audit_draw(name)], len(drawn), labels.manifest.questions[name].label_ids)


def record(folder: Path, version: str, file: Path, *, by: str | None = None, at: str | None = None) -> AuditRecord:
    """Check the judgments in ``file`` and store them; earlier ones of the same questions are replaced.

    Args:
        folder: ``datasets/<name>``.
        version: the version number.
        file: the reviewers' file; rows without an answer are left out.
        by: who judged, when the file does not say it row by row.
        at: when, likewise.

    Raises:
        InputError: all problems of the file at once.
    """
    paths = version_paths(folder, version)
    manifest, found = read_manifests(folder, version)
    place = f"raw/{version}/{paths.audit.name}"
    _check_place(paths, found, place)
    returned, problems = read_returned("audit", _sheet(file, by, at), manifest, found)
    asked = sorted(set(returned.frame["question"].dropna()) & set(manifest.questions))
    draws = {name: _read_draw(paths, name) for name in asked}
    problems += [problem for name, draw in draws.items() for problem in _misfits(returned, name, paths, draw)]
    if not draws and not problems:
        problems = [Problem(shown(file), "no-answers", "No row has an answer.", "Fill in the column `label`.")]
    if problems:
        raise InputError(problems)
    design = pd.concat([draw.assign(question=name) for name, draw in draws.items()])
    judged = returned.frame.drop(columns=["stratum", "stratum_items"]).merge(design, on=["item_id", "question"])
    judged = judged.assign(item_id=_raw_ids(paths, judged["item_id"]))
    contract = CONTRACT["audit"]
    judged = pd.concat([_kept(paths, set(draws)), judged])[[*contract.required, *contract.optional]]
    _write_csv(paths.audit, judged.sort_values(["question", "item_id"], kind="stable"))
    changed = found.tables.audit is None
    if changed:
        name_table(paths.manifest, "audit", place)
    judged_items, drawn_items = len(returned.frame), len(design)
    counts = {"judged": judged_items, "unanswered": drawn_items - judged_items}
    note_act(
        folder, Act("audit-record", version=version, what={"questions": asked, **counts})
    )  # reviewers' names stay in raw/
    return AuditRecord(
        [paths.audit, *([paths.manifest] if changed else [])],
        judged_items,
        drawn_items - judged_items,
    )


def _asked(manifest: DatasetManifest, question: str | None) -> str:
    if question is None:
        return manifest.headline
    if question not in manifest.questions:
        message = "The data set does not have this question."
        remedy = did_you_mean(question, manifest.questions) or f"Known: {', '.join(manifest.questions)}."
        raise InputError([Problem("--question", "unknown-question", message, remedy)])
    return question


def _check_draw(paths: VersionPaths, question: str, drawn: pd.DataFrame) -> None:
    """Refuse to replace the record of another draw, whose reviewers may still be at work."""
    path = paths.audit_draw(question)
    if path.is_file() and path.read_text(encoding="utf-8") != _csv_text(drawn):
        message = "Another sample of the question was drawn before; its judgments could no longer be recorded."
        remedy = "Record them first; to draw anew, remove this file, or repeat the draw with its size and seed."
        raise InputError([Problem(shown(path), "other-draw", message, remedy)])


def _check_place(paths: VersionPaths, found: VersionManifest, place: str) -> None:
    if found.tables.audit is not None and found.tables.audit.file != (place,):
        message = f"The version takes its audit from another file than {place}."
        remedy = "Add the judgments to that file, or remove `audit` under `tables`."
        raise InputError([Problem(shown(paths.manifest), "other-audit", message, remedy, column="tables.audit")])


def _sheet(path: Path, by: str | None, at: str | None) -> FileTable:
    """The reviewers' file, apostrophes against formulas removed, empty cells of ``by`` and ``at`` filled."""
    file = read_table(path)
    frame = file.frame
    for column in ("item_id", *_ANSWER_COLUMNS):
        if column in frame:
            bare = frame[column].str.removeprefix("'")
            escaped = frame[column].eq(bare.map(harmless_cell, na_action="ignore"))
            frame = frame.assign(**{column: frame[column].mask(escaped, bare)})
    for column, value in (("by", by), ("at", at)):
        if value is not None:
            given = frame[column] if column in frame else pd.Series([None] * len(frame), dtype="str")
            frame = frame.assign(**{column: given.fillna(value)})
    return replace(file, frame=frame)


def _read_draw(paths: VersionPaths, question: str) -> pd.DataFrame:
    """The record of the draw; empty when there is none."""
    path = paths.audit_draw(question)
    return read_table(path).frame if path.is_file() else pd.DataFrame(columns=list(DRAW_COLUMNS), dtype="str")


def _misfits(returned: ArrangedTable, question: str, paths: VersionPaths, draw: pd.DataFrame) -> list[Problem]:
    """Judged items that were not drawn, and strata of which nothing was judged."""
    file = returned.origin.files[0]
    if not len(draw):
        message = f"There is no record of a sample of '{question}'."
        remedy = f"Draw one with `labelcards audit sample --question {question}`, and judge its items."
        return [Problem(shown(paths.audit_draw(question)), "missing-draw", message, remedy)]
    frame = returned.frame
    here = frame["question"] == question
    foreign = (here & frame["item_id"].notna() & ~frame["item_id"].isin(draw["item_id"])).to_numpy(dtype=np.bool_)
    message = "The item is not in the sample that was drawn."
    problems = returned.origin.problems(foreign, "item_id", "not-drawn", message, "Remove the row.")
    judged = draw.loc[draw["item_id"].isin(frame.loc[here, "item_id"]), "stratum"]
    for stratum in sorted(set(draw["stratum"]) - set(judged)):
        message = f"No item of the stratum '{stratum}' of '{question}' was judged, so the rate cannot be estimated."
        items = int((draw["stratum"] == stratum).sum())
        remedy = f"Judge at least one of its {items} drawn items; {shown(paths.audit_draw(question))} lists them."
        problems.append(Problem(file, "unjudged-stratum", message, remedy, column="label"))
    return problems


def _raw_ids(paths: VersionPaths, items: pd.Series[str]) -> pd.Series[str]:
    """The ids that the raw tables use, where the manifest hides them from the clean ones."""
    folder = paths.dataset.folder
    manifest, _ = read_manifests(folder, paths.version)
    if not hides_items(manifest):
        return items
    raw, _ = read_raw_version(folder, paths.version)
    return items.map(item_pseudonyms(raw.items["item_id"], load_key(manifest.key, folder)))


def _kept(paths: VersionPaths, replaced: set[str]) -> pd.DataFrame:
    """Stored judgments of the questions that did not come back now."""
    if not paths.audit.is_file():
        return pd.DataFrame(columns=list(CONTRACT["audit"].required), dtype="str")
    stored = read_table(paths.audit).frame
    return stored[~stored["question"].isin(replaced)]


def _write_csv(path: Path, table: pd.DataFrame, *, mark: bool = False) -> None:
    write_text(path, _csv_text(table, mark=mark))


def _csv_text(table: pd.DataFrame, *, mark: bool = False) -> str:
    """The table as CSV; with ``mark``, for spreadsheets: no formulas, a byte order mark and their line ends."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n" if mark else "\n")
    writer.writerow(table.columns)
    guard = harmless_cell if mark else str
    for row in table.itertuples(index=False):
        writer.writerow(["" if pd.isna(cell) else guard(str(cell)) for cell in row])
    return ("\ufeff" if mark else "") + stream.getvalue()
