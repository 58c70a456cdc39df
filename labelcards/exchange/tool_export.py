"""What a labelling tool's export says, in the contract's terms: the common result of all importers.

Importers read classification labels. Regions (spans of text, boxes, polygons) become a multi-label question, the set of
region labels an annotator used on the item, which may be empty; their positions are lost. What else is lost is counted
in `ToolExport.lost`, and what a person should know of how the export was read is said in `ToolExport.said`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from labelcards.dataset.contract.tables import CONTRACT
from labelcards.dataset.files.json_file import flat_record
from labelcards.exchange.forms import FORMS
from labelcards.exchange.item_register import ItemRegister, SettledItems
from labelcards.exchange.label_spelling import LabelSpelling
from labelcards.labels.kind import EMPTY_SET, Form, LabelKind
from labelcards.labels.registry import kind_named

__all__ = ["ExportBuilder", "ExportQuestion", "ToolExport", "slug"]

_FREE_TEXT_VALUES = 20
"""A question with more distinct answers than this, at most two of each on average, asks for free text."""

_REPEATS = 100
"""So many equal answers of one annotator to one item are compared with those of other files."""

_EMPTY = ("", "{}", "[]")

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class ExportQuestion:
    """A question of the export.

    Attributes:
        kind: the name of the kind of label that answers of its form become; see `labelcards.exchange.forms`.
        title: the tool's own name for it.
        labels: those that were used, or offered where the export says so, in the kind's order; empty for kinds that
            list none.
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
        adjudications: what reviewers decided, with the contract's columns, sorted.
        said: sentences about how the export was read.
        annotators: rows with ``annotator_id`` and what the export says about each, sorted; empty when it says nothing.
    """

    tool: str
    questions: dict[str, ExportQuestion]
    items: tuple[Row, ...]
    annotations: tuple[Row, ...]
    gold: tuple[Row, ...]
    lost: dict[str, int]
    adjudications: tuple[Row, ...] = ()
    said: tuple[str, ...] = ()
    annotators: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class _Answer:
    """Labels that somebody gave to an item, with the other columns, and where they were read."""

    source: str
    part: str
    item: str
    question: str
    labels: tuple[str, ...]
    row: Row = field(default_factory=dict)


class ExportBuilder:
    """Collects items and answers while an importer walks through an export."""

    def __init__(self, tool: str) -> None:
        self._tool = tool
        self._source = self._part = ""
        self._items = ItemRegister()
        self._annotations: list[_Answer] = []
        self._gold: dict[tuple[str, str, str], _Answer] = {}
        self._decided: dict[tuple[str, str, str], _Answer] = {}
        self._names: dict[str, str] = {}
        self._shapes: dict[str, set[Form]] = {}
        self._spelling = LabelSpelling()
        self._lost: dict[str, int] = {}
        self._said: list[str] = []
        self._offered: dict[str, list[str]] = {}

    def begin(self, source: str, part: str = "") -> None:
        """What follows comes from a source (a project, or a file) in which ids are unique, and from a file of it."""
        self._source, self._part = source, part or source

    def offer(self, question: str, values: Iterable[str]) -> None:
        """Labels that annotators could choose, whether or not somebody did."""
        self._offered.setdefault(question, []).extend(values)

    def lose(self, what: str, count: int = 1) -> None:
        """Count something that the contract has no place for."""
        if count:
            self._lost[what] = self._lost.get(what, 0) + count

    def say(self, sentence: str) -> None:
        """Tell the person who imports how something was read, without quoting the data."""
        self._said.append(sentence)

    def item(self, item_id: str, record: Mapping[str, Any], content: Any = None) -> None:
        """An item and its columns; nested values become dotted columns. The first occurrence of an id counts.

        Args:
            item_id: its id in the source.
            record: its columns.
            content: what annotators saw; where it differs, an id in two sources is two items. Not compared when None.
        """
        columns = {name: value for name, value in flat_record(dict(record)) if value and value.strip() not in _EMPTY}
        renamed = {f"data.{name}" if name == "item_id" else name: value for name, value in columns.items()}
        self._items.add(self._source, self._part, item_id, renamed, content)

    def answer(self, question: str, shape: Form, values: Iterable[str], row: Mapping[str, str | None]) -> None:
        """One annotator's answer; ``row`` holds the other annotation columns, None for unknown ones.

        No value at all is the empty set where the question lets several labels be chosen, and else no answer.
        """
        filled = {column: value for column, value in row.items() if value}
        self._annotations.append(self._answer(filled.pop("item_id", ""), question, shape, values, filled))

    def gold(self, item_id: str, question: str, shape: Form, values: Iterable[str]) -> None:
        """The right answer for an item; a second, different one for the same item is lost."""
        self._decide(self._gold, self._answer(item_id, question, shape, values, {}), "second gold answers")

    def decision(self, item_id: str, question: str, shape: Form, values: Iterable[str], by: Mapping[str, Any]) -> None:
        """What a reviewer decided, with ``by`` and ``at``; a second, different one for the same item is lost."""
        filled = {column: str(value) for column, value in by.items() if value}
        self._decide(self._decided, self._answer(item_id, question, shape, values, filled), "second decisions")

    def _answer(self, item_id: str, question: str, shape: Form, values: Iterable[str], row: Row) -> _Answer:
        name = self._question(question, shape)
        return _Answer(self._source, self._part, item_id, name, self._labels(values), row)

    def _decide(self, among: dict[tuple[str, str, str], _Answer], given: _Answer, second: str) -> None:
        first = among.setdefault((given.source, given.item, given.question), given)
        if set(first.labels) != set(given.labels):
            self.lose(second)

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
        """Labels as tables can hold them, each once."""
        return tuple(dict.fromkeys(label for value in values if (label := self._spelling.spell(value))))

    def finish(self) -> ToolExport:
        """Everything collected, with the kind of every question settled and every item under its own id.

        Raises:
            InputError: one file has one id for different items.
        """
        self._drop_free_text()
        items = self._items.settle()
        questions = {name: self._found(title, name) for title, name in self._names.items()}
        rows = self._rows(self._once(items), questions, items)
        self.lose("empty answers", len(self._annotations) - len(rows))
        self.lose("bars in labels", self._spelling.barred)
        return ToolExport(
            tool=self._tool,
            questions=questions,
            items=items.rows,
            annotations=rows,
            gold=self._rows(self._gold.values(), questions, items),
            lost=dict(sorted(self._lost.items())),
            adjudications=self._rows(self._decided.values(), questions, items),
            said=(*items.said, *self._said, *_empty_sets(rows, questions)),
        )

    def _rows(
        self, given: Iterable[_Answer], questions: Mapping[str, ExportQuestion], items: SettledItems
    ) -> tuple[Row, ...]:
        """The answers as rows of a table, sorted; without those that hold no label where one was needed."""
        rows = []
        for answer in given:
            kind = questions[answer.question].label_kind
            if not kind.separator and len(answer.labels) > 1:
                self.lose("further values of one answer", len(answer.labels) - 1)
            if label := kind.joined(answer.labels):
                item = items.names.get((answer.source, answer.item), answer.item)
                rows.append({**answer.row, "item_id": item, "question": answer.question, "label": label})
        return tuple(sorted(rows, key=_annotation_key))

    def _once(self, items: SettledItems) -> list[_Answer]:
        """The annotations; what several files tell of one and the same is counted once."""
        told: dict[tuple[str, ...], list[int]] = {}
        kept: list[_Answer] = []
        for answer in self._annotations:
            item = items.names.get((answer.source, answer.item), answer.item)
            key = (item, answer.question, answer.row.get("annotator_id", ""), *sorted(answer.labels))
            places = told.setdefault(key, [])
            same = next((place for place in places[:_REPEATS] if _is_same(answer, kept[place])), None)
            if same is not None:
                kept[same] = replace(kept[same], row={**answer.row, **kept[same].row})
                continue
            places.append(len(kept))
            kept.append(answer)
        if again := len(self._annotations) - len(kept):
            self.say(f"{again:,} annotations stand in several files and are counted once.")
            self._annotations = kept
        return kept

    def _drop_free_text(self) -> None:
        """Answers that hardly repeat are texts, not labels."""
        for title, name in list(self._names.items()):
            given = [answer.labels for answer in self._annotations if answer.question == name]
            distinct = len(set(given))
            if self._shapes[name] == {"choice"} and distinct > max(_FREE_TEXT_VALUES, len(given) / 2):
                self.lose("free text answers", len(given))
                self._annotations = [answer for answer in self._annotations if answer.question != name]
                for decided in (self._gold, self._decided):
                    for key in [key for key in decided if key[2] == name]:
                        del decided[key]
                del self._names[title]

    def _found(self, title: str, name: str) -> ExportQuestion:
        everybody = (*self._annotations, *self._gold.values(), *self._decided.values())
        given = [answer.labels for answer in everybody if answer.question == name]
        labels = {label for answer in given for label in answer} | set(self._labels(self._offered.get(title, [])))
        asked = FORMS[_form(self._shapes[name], several=any(len(answer) > 1 for answer in given))]
        return ExportQuestion(asked.read_as, title, asked.kind.order(labels) if asked.kind.lists_labels else ())


def _is_same(answer: _Answer, other: _Answer) -> bool:
    """Whether two equal answers in different files are one: nothing that both say of themselves differs."""
    both = answer.row.keys() & other.row.keys()
    return answer.part != other.part and all(answer.row[column] == other.row[column] for column in both)


def _empty_sets(rows: Iterable[Row], questions: Mapping[str, ExportQuestion]) -> list[str]:
    counts = dict.fromkeys(questions, 0)
    for row in rows:
        counts[row["question"]] += row["label"] == EMPTY_SET
    return [
        f"{count:,} answers to '{questions[name].title}' chose nothing and count as the empty set, {EMPTY_SET}."
        for name, count in counts.items()
        if count and questions[name].label_kind.separator
    ]


def slug(text: str) -> str:
    """``text`` as a name for a question: lower case, digits, ``-``, ``_`` and ``.``; never a column of the contract."""
    name = re.sub(r"[^a-z0-9._-]+", "-", text.lower()).strip("-._")[:60].rstrip("-._") or "label"
    contract = CONTRACT["annotations"]
    reserved = {*contract.required, *contract.optional, *CONTRACT["adjudications"].optional}
    if name == "label":
        return "answer"
    return f"{name}-answer" if name in reserved else name


def _form(asked: set[Form], *, several: bool) -> Form:
    """The form of a question that was asked in one form or in several; an answer with several labels is a set."""
    only = next(iter(asked)) if len(asked) == 1 else "choice"
    if only in ("scale", "number"):
        return only
    return "set" if several or "set" in asked else "choice"


def _annotation_key(row: Row) -> tuple[str, ...]:
    return tuple(row.get(key, "") for key in ("item_id", "annotator_id", "question", "submitted_at", "label"))
