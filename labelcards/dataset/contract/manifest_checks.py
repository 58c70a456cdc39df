"""What must hold between a dataset manifest, a version manifest and the versions beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from labelcards.dataset.contract.tables import CONTRACT
from labelcards.dataset.version.ancestor import read_alone
from labelcards.dataset.version.layout import DatasetPaths
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.version_manifest import TableFile, VersionManifest
from labelcards.documents.yaml_document import did_you_mean, problem_at
from labelcards.documents.yaml_file import Step, YamlFile
from labelcards.errors import InputError, Problem

__all__ = [
    "ANSWERED",
    "check_ancestry",
    "check_dataset",
    "check_labels",
    "check_mapping",
    "check_tables",
    "declared_columns",
]

_WIDE = {"annotations": "annotator_id", "predictions": "label"}
"""Tables that may have one column per annotator or label → the group that the pattern must name."""

ANSWERED = ("annotations", "gold", "adjudications", "audit", "predictions")
"""The tables whose rows answer a question."""


def declared_columns(manifest: DatasetManifest, table: str) -> tuple[str, ...]:
    """The columns the manifest declares beyond the contract's, for ``items`` and ``annotators``."""
    if table == "items":
        return tuple(column for column in manifest.items.columns if column != "item_id")
    return tuple(manifest.annotators.columns) if table == "annotators" else ()


def check_dataset(manifest: DatasetManifest, source: YamlFile) -> list[Problem]:
    """Names of questions and columns must not collide with the contract's; only ``item_id`` may ask to be hidden."""
    problems = []
    reserved = {
        *CONTRACT["annotations"].required,
        *CONTRACT["annotations"].optional,
        *CONTRACT["adjudications"].optional,
        *CONTRACT["audit"].optional,
        *CONTRACT["predictions"].required,
        *CONTRACT["predictions"].optional,
    }
    for question in manifest.questions:
        if question in reserved:
            message = f"A question cannot be named '{question}', which is a column of the tables."
            remedy = "Choose another name."
            problems.append(problem_at(source, ("questions", question), "reserved-name", message, remedy))
    for table in ("items", "annotators"):
        key = CONTRACT[table].key[0]
        declared = (manifest.items if table == "items" else manifest.annotators).columns
        for column, entry in declared.items():
            if table == "items" and column == key and entry.action == "pseudonym":
                continue  # asks for item ids to be hidden
            if column == key or column.startswith("_"):
                message = (
                    f"'{column}' is there without being declared."
                    if column == key
                    else ("The name of a column cannot start with '_'.")
                )
                remedy = "Remove it." if column == key else "Rename it, and map it under `columns` of the version."
                at: tuple[Step, ...] = (table, "columns", column)
                problems.append(problem_at(source, at, "reserved-name", message, remedy))
    return problems


def check_ancestry(folder: Path, version: VersionManifest, source: YamlFile) -> list[Problem]:
    """The parent exists, is not younger, and the line of parents does not run in a circle.

    Problems inside an ancestor's own file are left to the reading of that version.
    """
    seen, parent, child = {version.version}, version.parent, version
    while parent is not None:
        path = DatasetPaths(folder).version(parent).manifest
        if parent in seen:
            message = "The line of parents runs in a circle."
            return [problem_at(source, ("parent",), "parent-cycle", message, "Correct a parent on the way.")]
        if not path.is_file():
            if child is not version:
                return []
            message = f"The parent has no manifest versions/{parent}.yaml."
            return [problem_at(source, ("parent",), "missing-parent", message, "Write it, or correct the parent.")]
        ancestor = _quietly(path)
        if ancestor is None:
            return []
        if child is version and ancestor.date > version.date:
            message = "The date is before the parent's."
            return [problem_at(source, ("date",), "date-before-parent", message, "Correct one of the dates.")]
        seen.add(parent)
        parent, child = ancestor.parent, ancestor
    return []


def _quietly(path: Path) -> VersionManifest | None:
    try:
        return read_alone(path)
    except InputError:
        return None


def check_tables(dataset: DatasetManifest, version: VersionManifest, source: YamlFile) -> list[Problem]:
    """Columns and questions that the version's tables name exist in the dataset manifest."""
    problems: list[Problem] = []
    for name in CONTRACT:
        table: TableFile | None = getattr(version.tables, name)
        if table is not None:
            problems += _check_table(dataset, name, table, source)
    if version.model is not None and version.model.question is not None:
        asked = [version.model.question]
        problems += _unknown(source, ("model", "question"), asked, dataset.questions, "question", key=False)
    pattern = version.tables.annotations.pattern
    supplied = set(re.compile(pattern).groupindex) if pattern else set()
    if version.tables.annotators is None:
        for column, declared in dataset.annotators.columns.items():
            if column not in supplied and declared.action != "drop":
                message = f"The annotator column '{column}' is declared, but nothing here supplies it."
                remedy = "Add a table `annotators`, or a group of that name to the pattern."
                problems.append(problem_at(source, ("tables", "annotators"), "missing-column", message, remedy))
    return problems


def check_labels(dataset: DatasetManifest, version: VersionManifest, source: YamlFile) -> list[Problem]:
    """Questions whose labels the version lists exist, and the labels suit them."""
    problems = _unknown(source, ("labels",), version.labels, dataset.questions, "question")
    for question, labels in version.labels.items():
        try:
            dataset.questions[question].listing(labels)
        except KeyError:
            continue
        except ValidationError as error:
            why = str(error.errors()[0].get("ctx", {}).get("error", "they do not fit"))
            message = f"The labels do not suit the question: {why}."
            problems.append(problem_at(source, ("labels", question), "inconsistent", message, "Correct it."))
    return problems


def check_mapping(
    dataset: DatasetManifest, version: VersionManifest, source: YamlFile, parent: VersionManifest | None = None
) -> list[Problem]:
    """Questions and labels that ``mapping`` names exist; mapped labels of a parent that is here at least as aliases.

    Args:
        dataset: as ``dataset.yaml`` has it.
        version: whose labels fit it, see `check_labels`.
        source: of the version.
        parent: whose own labels may be mapped, too.
    """
    problems = _unknown(source, ("mapping",), version.mapping, dataset.questions, "question")
    for question, labels in version.mapping.items():
        declared = dataset.questions.get(question)
        if declared is None:
            continue
        at: tuple[Step, ...] = ("mapping", question)
        if not declared.labels:
            message = "The question asks for a number and has no labels to map."
            problems.append(problem_at(source, at, "inconsistent", message, "Remove it."))
            continue
        aliases = [alias for label in declared.labels for alias in label.aliases]
        if version.parent is not None:
            before = [label.id for label in parent.labels.get(question, ())] if parent else []
            problems += _unknown(source, at, labels, [*declared.label_ids, *aliases, *before], "label")
        now = dataset.choosing(version.labels).questions[question].label_ids
        for old, targets in labels.items():
            problems += _unknown(source, (*at, old), targets, now, "label", key=False)
        problems += _still_there(source, at, labels, now)
    return problems


def _still_there(
    source: YamlFile, at: tuple[Step, ...], labels: Mapping[str, tuple[str, ...]], now: Iterable[str]
) -> Iterator[Problem]:
    """Labels that went elsewhere and can be chosen all the same: gold may still tell them apart."""
    kept = {target for targets in labels.values() for target in targets}
    for old in sorted((set(labels) & set(now)) - kept):
        message = f"'{old}' becomes another label here, and is a label of this version all the same."
        remedy = f"List the version's labels under `labels` without '{old}', or map '{old}' to itself, too."
        yield problem_at(source, (*at, old), "inconsistent", message, remedy)


def _check_table(dataset: DatasetManifest, name: str, table: TableFile, source: YamlFile) -> list[Problem]:
    at: tuple[Step, ...] = ("tables", name)
    known = {*CONTRACT[name].required, *CONTRACT[name].optional, *declared_columns(dataset, name)}
    problems = _unknown(source, (*at, "constant"), table.constant, known, "column")
    if name in ANSWERED:
        known |= set(dataset.questions)
    problems += _unknown(source, (*at, "columns"), table.columns, known, "column")
    for column in sorted(set(table.columns) & set(table.constant)):
        message = f"'{column}' has both a column and a constant."
        problems.append(problem_at(source, (*at, "constant", column), "inconsistent", message, "Keep one of them."))
    for file in sorted({file for file in table.file if table.file.count(file) > 1}):
        at_file: tuple[Step, ...] = (*at, "file", len(table.file) - 1 - table.file[::-1].index(file))
        problems.append(problem_at(source, at_file, "inconsistent", "The file is named twice.", "Name it once."))
    if table.prefix and "annotator_id" not in known:
        message = "A prefix is put before annotator ids, which this table does not have."
        problems.append(problem_at(source, (*at, "prefix"), "inconsistent", message, "Remove it."))
    if table.layout == "wide" and name not in _WIDE:
        message = "Only annotations and predictions can be wide."
        problems.append(problem_at(source, (*at, "layout"), "inconsistent", message, "Use layout long."))
    elif table.layout == "wide":
        problems += _check_wide(dataset, name, table, source, at)
    if table.question is not None:
        problems += _unknown(source, (*at, "question"), [table.question], dataset.questions, "question", key=False)
    if table.constant.get("question") is not None and name in ANSWERED:
        given = [table.constant["question"]]
        problems += _unknown(source, (*at, "constant", "question"), given, dataset.questions, "question", key=False)
    if name in ANSWERED and {"question", "label"} & set(table.columns) and set(dataset.questions) & set(table.columns):
        message = "Answers are mapped twice: by question names, and by `question` or `label`."
        problems.append(problem_at(source, (*at, "columns"), "inconsistent", message, "Keep one of the two ways."))
    return problems


def _check_wide(
    dataset: DatasetManifest, name: str, table: TableFile, source: YamlFile, at: tuple[Step, ...]
) -> list[Problem]:
    named = _WIDE[name]
    groups = set(re.compile(table.pattern or "").groupindex)
    if named not in groups:
        message = f"The pattern of this table needs a named group (?P<{named}>…)."
        return [problem_at(source, (*at, "pattern"), "inconsistent", message, "Add it around that part of the name.")]
    groups -= {named, "question"}
    problems = []
    for group in sorted(groups - (set(dataset.annotators.columns) if name == "annotations" else set())):
        message = f"The group '{group}' is not a declared annotator column."
        remedy = did_you_mean(group, dataset.annotators.columns) or (
            "Declare it under `annotators.columns` of dataset.yaml, or drop its name with (?:…)."
        )
        problems.append(problem_at(source, (*at, "pattern"), "unknown-name", message, remedy))
    mapped = {"annotator_id", "question", "label", *dataset.questions} & set(table.columns)
    for column in sorted(mapped):
        message = f"In layout wide, '{column}' comes from the pattern."
        problems.append(problem_at(source, (*at, "columns", column), "inconsistent", message, "Remove it."))
    return problems


def _unknown(
    source: YamlFile, at: tuple[Step, ...], names: Iterable[str], known: Iterable[str], what: str, *, key: bool = True
) -> list[Problem]:
    known = list(known)
    problems = []
    for name in names:
        if name not in known:
            message = f"There is no {what} '{name}' in the data set."
            remedy = did_you_mean(name, known) or f"Known: {', '.join(known)}."
            problems.append(problem_at(source, (*at, name) if key else at, "unknown-name", message, remedy))
    return problems
