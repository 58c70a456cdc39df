"""What a labelling tool's export says, in the contract's terms: the common result of all importers.

Importers read classification labels. Regions (spans of text, boxes, polygons) become a multi-label question, the set of
region labels an annotator used on the item; their positions are lost. What else is lost is counted in
`ToolExport.lost`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from labelcards.dataset.contract.tables import CONTRACT
from labelcards.dataset.files.json_file import flat_record
from labelcards.exchange.forms import FORMS
from labelcards.labels.kind import SEPARATOR, Form, LabelKind
from labelcards.labels.registry import kind_named

__all__ = ["NO_REGION", "ExportBuilder", "ExportQuestion", "ToolExport", "slug"]

_FREE_TEXT_VALUES = 20
"""A question with more distinct answers than this, at most two of each on average, asks for free text."""

_EMPTY = ("", "{}", "[]")

NO_REGION = "none"
"""The label of an annotation without any region: the annotator looked and marked nothing."""

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class ExportQuestion:
    """A question of the export.

    Attributes:
        kind: the name of the kind of label that answers of its form become; see `labelcards.exchange.forms`.
        title: the tool's own name for it.
        labels: those that were used, in the kind's order; empty for kinds that list none.
    """

    kind: str
    title: str
    labels: tuple[str, ...]

    @property
    def label_kind(self) -> LabelKind:
        """What is true of the answers."""
        return kind_named(self.kind)


@dataclass(frozen=True, slots=True)
class ToolExport:
    """An export in the contract's terms; absent values have no key.

    Attributes:
        tool: its name.
        questions: by contract name, in order of first appearance.
        items: rows with ``item_id`` and the tool's own columns, sorted.
        annotations, gold: rows with the contract's columns, sorted.
        lost: what could not be kept → how often, sorted.
    """

    tool: str
    questions: dict[str, ExportQuestion]
    items: tuple[Row, ...]
    annotations: tuple[Row, ...]
    gold: tuple[Row, ...]
    lost: dict[str, int]


class ExportBuilder:
    """Collects items and answers while an importer walks through an export."""

    def __init__(self, tool: str) -> None:
        self._tool = tool
        self._items: dict[str, Row] = {}
        self._annotations: list[tuple[Row, tuple[str, ...]]] = []
        self._gold: dict[tuple[str, str], tuple[str, ...]] = {}
        self._names: dict[str, str] = {}
        self._shapes: dict[str, set[Form]] = {}
        self._lost: dict[str, int] = {}

    def lose(self, what: str, count: int = 1) -> None:
        """Count something that the contract has no place for."""
        if count:
            self._lost[what] = self._lost.get(what, 0) + count

    def item(self, item_id: str, record: Mapping[str, Any]) -> None:
        """An item and its columns; nested values become dotted columns. The first occurrence of an id counts."""
        columns = {name: value for name, value in flat_record(dict(record)) if value and value.strip() not in _EMPTY}
        renamed = {f"data.{name}" if name == "item_id" else name: value for name, value in columns.items()}
        self._items.setdefault(item_id, {"item_id": item_id, **renamed})

    def answer(self, question: str, shape: Form, values: Iterable[str], row: Mapping[str, str | None]) -> None:
        """One annotator's answer; ``row`` holds the other annotation columns, None for unknown ones."""
        name = self._question(question, shape)
        filled = {column: value for column, value in row.items() if value}
        self._annotations.append(({**filled, "question": name}, self._labels(values)))

    def gold(self, item_id: str, question: str, shape: Form, values: Iterable[str]) -> None:
        """The right answer for an item; a second, different one for the same item is lost."""
        name, labels = self._question(question, shape), self._labels(values)
        if set(self._gold.setdefault((item_id, name), labels)) != set(labels):
            self.lose("second gold answers")

    def _question(self, question: str, shape: Form) -> str:
        if question not in self._names:
            name = slug(question)
            while name in self._names.values():
                name += "-2"
            self._names[question] = name
        name = self._names[question]
        self._shapes.setdefault(name, set()).add(shape)
        return name

    def _labels(self, values: Iterable[str]) -> tuple[str, ...]:
        """Labels as one line of text; the bar, which separates labels in tables, becomes a slash."""
        labels = []
        for value in values:
            label = " ".join(_without_controls(value).split())
            if SEPARATOR in label:
                self.lose("bars in labels")
            labels.append(label.replace(SEPARATOR, "/"))
        return tuple(dict.fromkeys(label for label in labels if label))

    def finish(self) -> ToolExport:
        """Everything collected, with the kind of every question settled."""
        self._drop_free_text()
        questions = {name: self._found(title, name) for title, name in self._names.items()}
        annotations = [
            {**row, "label": label}
            for row, labels in self._annotations
            if (label := questions[row["question"]].label_kind.joined(labels))
        ]
        self.lose("empty answers", len(self._annotations) - len(annotations))
        gold = [
            {"item_id": item, "question": name, "label": label}
            for (item, name), labels in self._gold.items()
            if (label := questions[name].label_kind.joined(labels))
        ]
        return ToolExport(
            tool=self._tool,
            questions=questions,
            items=tuple(self._items[key] for key in sorted(self._items)),
            annotations=tuple(sorted(annotations, key=_annotation_key)),
            gold=tuple(sorted(gold, key=_annotation_key)),
            lost=dict(sorted(self._lost.items())),
        )

    def _drop_free_text(self) -> None:
        """Answers that hardly repeat are texts, not labels."""
        for title, name in list(self._names.items()):
            given = [labels for row, labels in self._annotations if row["question"] == name]
            distinct = len(set(given))
            if self._shapes[name] == {"choice"} and distinct > max(_FREE_TEXT_VALUES, len(given) / 2):
                self.lose("free text answers", len(given))
                self._annotations = [(row, labels) for row, labels in self._annotations if row["question"] != name]
                self._gold = {key: labels for key, labels in self._gold.items() if key[1] != name}
                del self._names[title]

    def _found(self, title: str, name: str) -> ExportQuestion:
        given = [labels for row, labels in self._annotations if row["question"] == name]
        given += [labels for (_, question), labels in self._gold.items() if question == name]
        labels = {label for answer in given for label in answer}
        asked = FORMS[_form(self._shapes[name], several=any(len(answer) > 1 for answer in given))]
        return ExportQuestion(asked.read_as, title, asked.kind.order(labels) if asked.kind.lists_labels else ())


def slug(text: str) -> str:
    """``text`` as a name for a question: lower case, digits, ``-``, ``_`` and ``.``; never a column of the contract."""
    name = re.sub(r"[^a-z0-9._-]+", "-", text.lower()).strip("-._")[:60].rstrip("-._") or "label"
    contract = CONTRACT["annotations"]
    reserved = {*contract.required, *contract.optional, *CONTRACT["adjudications"].optional}
    if name == "label":
        return "answer"
    return f"{name}-answer" if name in reserved else name


def _without_controls(text: str) -> str:
    return "".join(" " if ord(character) < 32 or ord(character) == 127 else character for character in text)


def _form(asked: set[Form], *, several: bool) -> Form:
    """The form of a question that was asked in one form or in several; an answer with several labels is a set."""
    only = next(iter(asked)) if len(asked) == 1 else "choice"
    if only in ("scale", "number"):
        return only
    return "set" if several or "set" in asked else "choice"


def _annotation_key(row: Row) -> tuple[str, ...]:
    return tuple(row.get(key, "") for key in ("item_id", "annotator_id", "question", "submitted_at", "label"))
