"""Record sets of a Croissant document: the clean tables with their fields, and the labels of each question."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from labelcards.cards.exports.contents import ExportContents
from labelcards.cards.exports.croissant_statistics import accuracy, agreement, annotators, count
from labelcards.cards.exports.markdown import one_line
from labelcards.cards.exports.view import ExportView
from labelcards.dataset.files.table_facts import TableFacts
from labelcards.documents.columns import Column
from labelcards.documents.label_scheme import Question

__all__ = ["field_id", "record_sets"]

_TYPES = {
    "string": "sc:Text",
    "bool": "sc:Boolean",
    "double": "sc:Float",
    "float": "sc:Float",
    "int64": "sc:Integer",
    "int32": "sc:Integer",
}
_KEYS = {
    "items": ("item_id",),
    "annotators": ("annotator_id",),
    "gold": ("item_id", "question"),
    "adjudications": ("item_id", "question"),
    "consensus": ("item_id", "question"),
}
_REFERENCES = {"item_id": "items", "annotator_id": "annotators"}
_LABELS = {
    ("annotations", "label"),
    ("gold", "label"),
    ("adjudications", "label"),
    ("consensus", "final"),
}
"""The columns that hold labels."""

_MEANING = {
    "item_id": "The item.",
    "annotator_id": "The annotator, by keyed pseudonym.",
    "question": "The question answered.",
    "label": "The answer.",
    "started_at": "When the annotator began.",
    "submitted_at": "When the annotator answered.",
    "batch": "The portion of items handed out together.",
    "source": "Whether the annotation was ordinary work, a hidden gold check, or began as a model's suggestion.",
    "suggested_by": "The version of the model that made or suggested the label.",
    "by": "Who decided, by keyed pseudonym.",
    "at": "When it was decided.",
    "reason": "Why, in the words of who decided, anonymized.",
    "annotations": "How many annotations the item has.",
    "majority": "The label of the majority.",
    "majority_share": "Share of annotations that agree with it.",
    "dawid_skene": "The label by Dawid and Skene's model.",
    "confidence": "How sure the method that decides is of its label.",
    "tied": "Whether the majority was tied.",
    "disputed": "Whether annotators gave different labels.",
    "adjudicated": "The label a reviewer decided on.",
    "final": "The label that counts: the adjudicated one, else the consensus.",
    "flagged": "Whether the final label is probably wrong.",
    "label_score": "How plausible a model trained on the other items finds the final label.",
    "suggested": "The label that model suggests.",
    "duplicate_group": "Items whose texts are nearly the same share a number.",
    "duplicate_conflict": "Whether such items have different labels.",
    "outlier": "Whether the text is unlike all others.",
}


def field_id(table: str, column: str) -> str:
    """The identifier of a column's field; a name that no IRI can hold is percent-encoded."""
    return f"{table}/{quote(column, safe='')}"


def record_sets(card: ExportContents, view: ExportView) -> list[dict[str, Any]]:
    """One for each table, then one for the labels of each question that has labels."""
    present = {table.name for table in view.tables}
    tables = [_table(card, view, table, present) for table in view.tables]
    labels = [_labels(key, question) for key, question in card.manifest.questions.items() if question.labels]
    return [*tables, *labels]


def _table(card: ExportContents, view: ExportView, table: TableFacts, present: set[str]) -> dict[str, Any]:
    key = [{"@id": field_id(table.name, column)} for column in _KEYS.get(table.name, ())]
    record_set = {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "key": key[0] if len(key) == 1 else key,
        "field": [_field(card, view, table, column, kind=kind, present=present) for column, kind in table.columns],
        "annotation": [count(table)],
    }
    return {name: value for name, value in record_set.items() if value}


def _field(
    card: ExportContents, view: ExportView, table: TableFacts, column: str, *, kind: str, present: set[str]
) -> dict[str, Any]:
    atomic = "sc:DateTime" if kind.startswith("timestamp") else _TYPES.get(kind, "sc:Text")
    is_label = (table.name, column) in _LABELS
    target = _REFERENCES.get(column)
    found = {
        "@type": "cr:Field",
        "@id": field_id(table.name, column),
        "name": one_line(column),
        "description": _description(card, table.name, column),
        "dataType": [atomic, "cr:Label"] if is_label else atomic,
        "source": {"fileObject": {"@id": table.file}, "extract": {"column": column}},
        "references": {"field": {"@id": field_id(target, column)}}
        if target in present and target != table.name
        else None,
        **(_on_labels(view, table, column) if is_label else {}),
    }
    return {name: value for name, value in found.items() if value}


def _on_labels(view: ExportView, table: TableFacts, column: str) -> dict[str, Any]:
    """What is measured about the labels, and who gave them."""
    if table.name == "annotations":
        agents, annotation = annotators(view, table)
        return {
            "prov:wasAttributedTo": agents,
            "annotation": [*annotation, *agreement(view, field_id(table.name, column))],
        }
    if table.name == "consensus":
        return {"annotation": accuracy(view, field_id(table.name, column))}
    return {}


def _description(card: ExportContents, table: str, column: str) -> str:
    manifest = card.manifest
    records = {"items": manifest.items.columns, "annotators": manifest.annotators.columns}.get(table, {})
    declared: Column | None = records.get(column)
    if declared is None:
        return _MEANING.get(column, "")
    title = one_line(declared.title or column)
    return f"{title}. A protected attribute." if declared.sensitive else f"{title}."


def _labels(key: str, question: Question) -> dict[str, Any]:
    """The allowed answers with what they mean, as an enumeration."""
    name = f"labels/{key}"
    columns = ("name", "title", "definition")
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": f"What annotators could answer to: {one_line(question.title)}",
        "dataType": "sc:Enumeration",
        "key": {"@id": f"{name}/name"},
        "field": [
            {"@type": "cr:Field", "@id": f"{name}/{column}", "name": column, "dataType": "sc:Text"}
            for column in columns
        ],
        "data": [
            {
                f"{name}/name": one_line(label.id),
                f"{name}/title": one_line(label.title or label.id),
                f"{name}/definition": one_line(label.definition or ""),
            }
            for label in question.labels
        ],
    }
