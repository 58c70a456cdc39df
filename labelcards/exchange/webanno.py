"""WebAnno TSV 3, of WebAnno and INCEpTION: one file, or the folder ``annotation/<document>/<user>.tsv`` of a project.

Kept: per sentence and feature of a layer of spans the set of its values; a sentence without spans was looked at and has
none. In a project's folder the annotator is the file's name, the document its folder; ``CURATION_USER`` is gold.

Lost, and counted: positions of spans, relations, chains, and what is said of single tokens (parts of speech, lemmas).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from labelcards.dataset.files.encodings import as_utf8
from labelcards.dataset.files.packed import read_content
from labelcards.documents.yaml_file import shown
from labelcards.errors import InputError, Problem
from labelcards.exchange.marked_items import NOTHING, MarkedFile, MarkedItem, add_marked
from labelcards.exchange.opening import FileOpening
from labelcards.exchange.tool_export import ExportBuilder, ToolExport

__all__ = ["opens", "read"]

TOOL = "WebAnno"
_START = "#FORMAT=WebAnno TSV 3"
_CURATOR = "CURATION_USER"
_UNUSED = ("INITIAL_CAS",)
_OF_TOKENS = {"POS", "Lemma", "MorphologicalFeatures", "Stem", "SurfaceForm", "Token"}
_TOKEN = re.compile(r"(\d+)-\d+(\.\d+)?\t")
_NUMBER = re.compile(r"\[\d+\]$")


@dataclass(frozen=True, slots=True)
class LayerColumn:
    """A column of the file: the question it answers, or why it is lost."""

    question: str | None
    lost: str = ""


def opens(opening: FileOpening) -> bool:
    """Whether a file begins like WebAnno's, or a folder holds such files."""
    if opening.folder:
        first = next(iter(_files(opening.path)), None)
        return first is not None and opens(FileOpening.of(first))
    return opening.text.startswith(_START)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return [file for file in sorted(path.rglob("*.tsv")) if file.stem not in _UNUSED]


def read(paths: list[Path]) -> ToolExport:
    """The sentences of one or several files or folders.

    Raises:
        InputError: a file is not WebAnno TSV 3; all of them at once.
    """
    builder = ExportBuilder(TOOL)
    problems: list[Problem] = []
    files = []
    for folder, file in [(path, file) for path in paths for file in _files(path)]:
        inside = folder.is_dir()
        try:
            items = _sentences(builder, file, f"{file.parent.name}-" if inside else "")
        except InputError as error:
            problems += error.problems
            continue
        files.append(MarkedFile(file, items, file.stem if inside else None))
    if problems:
        raise InputError(problems)
    asked = {question for file in files for item in file.items for question in item.answers}
    files = [MarkedFile(each.path, [_filled(item, asked) for item in each.items], each.annotator) for each in files]
    for curated in (each for each in files if each.path.stem == _CURATOR):
        for item in curated.items:
            builder.item(item.item_id, item.columns)
            for question, (form, labels) in item.answers.items():
                builder.gold(item.item_id, question, form, labels)
    add_marked(builder, [each for each in files if each.path.stem != _CURATOR])
    return builder.finish()


def _filled(item: MarkedItem, asked: set[str]) -> MarkedItem:
    answers = {question: item.answers.get(question, ("set", NOTHING)) for question in sorted(asked)}
    return MarkedItem(item.item_id, item.columns, answers)


def _sentences(builder: ExportBuilder, path: Path, prefix: str) -> list[MarkedItem]:
    file = shown(path)
    lines = as_utf8(read_content(path, file).data, file).decode().replace("\r\n", "\n").split("\n")
    if not lines or not lines[0].startswith(_START):
        message = "The file is not WebAnno TSV 3."
        raise InputError([Problem(file, "not-webanno", message, "Export it as WebAnno TSV v3.x.")])
    columns = _columns(lines)
    texts: list[list[str]] = []
    found: list[dict[str, list[str]]] = []
    for row, line in enumerate(lines, start=1):
        if line.startswith("#Text="):
            if row == 1 or not lines[row - 2].startswith("#Text="):
                texts.append([])
                found.append({})
            texts[-1].append(line.removeprefix("#Text="))
        elif _TOKEN.match(line):
            cells = line.split("\t")[3:]
            if not found or len([cell for cell in cells if cell]) < len(columns):
                message = "The line has fewer columns than the layers named above."
                raise InputError([Problem(file, "ragged-row", message, "Export it again.", row)])
            _read_token(builder, columns, cells, found[-1])
    return [
        MarkedItem(
            f"{prefix}{number}",
            {"text": " ".join(text)},
            {question: ("set", list(dict.fromkeys(map(_label, values)))) for question, values in answers.items()},
        )
        for number, (text, answers) in enumerate(zip(texts, found, strict=True), start=1)
    ]


def _columns(lines: Sequence[str]) -> list[LayerColumn]:
    columns: list[LayerColumn] = []
    for line in lines:
        if not line.startswith(("#T_SP=", "#T_CH=", "#T_RL=")):
            continue
        layer, *features = line[6:].strip().split("|")
        name = layer.rsplit(".", 1)[-1]
        if line.startswith("#T_SP=") and name not in _OF_TOKENS:
            questions = [f"{name}.{feature}" for feature in features] if len(features) > 1 else [name]
            columns += [LayerColumn(question) for question in questions]
        else:
            lost = {"#T_CH=": "links of chains", "#T_RL=": "relations"}.get(line[:6], f"annotations of layer {name}")
            columns += [LayerColumn(None, lost)] * max(len(features), 1)
    return columns


def _read_token(
    builder: ExportBuilder, columns: Sequence[LayerColumn], cells: Sequence[str], found: dict[str, list[str]]
) -> None:
    for column, cell in zip(columns, cells, strict=False):
        values = [value for value in re.split(r"(?<!\\)\|", cell) if _NUMBER.sub("", value) != "_"]
        if column.question is None:
            builder.lose(column.lost, len(values))
            continue
        held = found.setdefault(column.question, []) if values else []
        for value in values:
            if not (_NUMBER.search(value) and value in held):  # the same number: another token of the same span
                builder.lose("positions of spans")
            held.append(value)


def _label(value: str) -> str:
    bare = _NUMBER.sub("", value)
    return "unnamed" if bare == "*" else re.sub(r"\\(.)", r"\1", bare)
