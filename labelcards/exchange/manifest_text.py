"""New manifests as YAML with comments for the person who fills them in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from labelcards.documents.manifest import FILL_IN
from labelcards.exchange.column_guess import ColumnGuess
from labelcards.exchange.tool_export import ExportQuestion
from labelcards.labels.registry import kind_named

__all__ = ["NewVersion", "TableText", "dataset_text", "scalar", "version_text"]

_PUBLICATION = (
    "# publication: # what Croissant and the Hugging Face Hub ask; `labelcards export` says what is missing",
    "#   publisher: {name: …}",
    "#   created: 2026-01-31",
    "#   metadata_license: CC0-1.0",
    "#   citation: …",
    "#   tables: [] # clean tables to publish beside the cards, such as [items, consensus]; none by default",
    "#   hub: {repository: owner/name, annotations_creators: [expert-generated]}",
)


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What a version that is imported is called.

    Attributes:
        name: the data set's name, which is also its folder's.
        version: the version's number.
        date: when the labels were finished, as an ISO 8601 date.
        parent: the version that it follows; None for the first.
    """

    name: str
    version: str
    date: str
    parent: str | None = None


TableText = Mapping[str, str | bool | Mapping[str, str]]
"""The keys of one table of a version manifest."""

_PLAIN = re.compile(r"[A-Za-z0-9_(/][\w /.()+-]*")
_MANY = 40


def scalar(text: str) -> str:
    """``text`` as a YAML scalar, quoted only where it must be."""
    plain = _PLAIN.fullmatch(text) and text.strip() == text and text.lower() not in ("null", "~")
    return text if plain else json.dumps(text, ensure_ascii=False)


def dataset_text(
    name: str,
    questions: Mapping[str, ExportQuestion],
    items: Sequence[ColumnGuess],
    annotators: Sequence[ColumnGuess],
) -> str:
    """A ``dataset.yaml`` to fill in."""
    lines = [
        f"# What the data set is. '{FILL_IN}' waits for you; every other line is a guess to check.",
        f"name: {scalar(name)}",
        f"title: {scalar(name.replace('-', ' ').capitalize())}",
        f"description: {FILL_IN}",
        f"license: {FILL_IN} # an SPDX identifier such as CC-BY-4.0, or the address of its text",
        "# url: https://… # the data set's page; Croissant requires one",
        "creators:",
        f"  - name: {FILL_IN}",
        "owners:",
        f"  - name: {FILL_IN}",
        "questions:",
    ]
    for key, question in questions.items():
        lines += _question(key, question)
    lines += _columns("items", items)
    if annotators:
        lines += _columns("annotators", annotators)
    lines += _PUBLICATION
    return "\n".join(lines) + "\n"


def _question(key: str, question: ExportQuestion) -> list[str]:
    lines = [f"  {scalar(key)}:", f"    title: {scalar(question.title)} # the question in full"]
    kind = kind_named(question.kind)
    note = "" if kind.separator else " # or nominal, ordinal (labels in ascending order), interval, ratio"
    lines.append(f"    kind: {question.kind}{note}")
    if not kind.lists_labels:
        return lines
    if len(question.labels) < 2:
        lines.append("    # only one label occurs: add the others that annotators could have chosen")
    if len(question.labels) > _MANY:
        lines.append(f"    # {len(question.labels)} labels: is this a question with free answers, or a number?")
    lines.append("    labels:")
    lines += [f"      {scalar(label)}: {{}}" for label in question.labels]
    return lines


def _columns(table: str, columns: Sequence[ColumnGuess]) -> list[str]:
    if not columns:
        return [f"{table}:", "  columns: {}"]
    lines = [f"{table}:", "  columns: # a column that is not here is dropped"]
    lines += [f"    {scalar(column.name)}: {{action: {column.action}}} # {column.comment}" for column in columns]
    return lines


def version_text(new: NewVersion, note: str, tables: Mapping[str, TableText]) -> str:
    """A ``versions/<v>.yaml`` to fill in."""
    lines = [
        f"version: {new.version}",
        f"date: {new.date} # when the labels were finished",
        *([f"parent: {new.parent}"] if new.parent else []),
        "phase: pilot # or guidelines, gold, scale, relabel, release",
        f"note: {scalar(note)}",
        "tables:",
    ]
    for name, table in tables.items():
        lines.append(f"  {name}:")
        for key, value in table.items():
            if isinstance(value, Mapping):
                lines.append(f"    {key}:")
                lines += [f"      {scalar(column)}: {scalar(source)}" for column, source in value.items()]
            else:
                lines.append(f"    {key}: {'true' if value is True else scalar(str(value))}")
    return "\n".join(lines) + "\n"
