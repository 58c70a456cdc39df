"""The metadata of a data set's card on the Hugging Face Hub."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from labelcards.cards.exports.contents import ExportContents
from labelcards.cards.exports.markdown import one_line
from labelcards.cards.exports.view import ExportView
from labelcards.dataset.files.table_facts import TableFacts
from labelcards.documents.manifest import DatasetManifest
from labelcards.labels.kind import Task
from labelcards.standards.vocabulary import size_category

__all__ = ["FOLDER", "dataset_metadata", "hub_license", "tasks"]

FOLDER = "tables"
"""Where the tables are, below the card."""

_DTYPES = {"double": "float64", "float": "float32", "halffloat": "float16"}
_TASK_IDS: Mapping[Task, str] = {
    "multi-class": "multi-class-classification",
    "multi-label": "multi-label-classification",
    "regression": "text-scoring",
}
_TABULAR_IDS: Mapping[Task, str] = {
    "multi-class": "tabular-multi-class-classification",
    "multi-label": "tabular-multi-label-classification",
    "regression": "tabular-single-column-regression",
}


def dataset_metadata(card: ExportContents, view: ExportView) -> dict[str, Any]:
    """Keys in the order of the Hub's own documentation."""
    manifest, hub = card.manifest, view.publication.hub
    categories, ids = tasks(manifest)
    items = next((table.rows for table in view.tables if table.name == "items"), None)
    described = view.published or view.tables
    return {
        "language": list(manifest.language),
        **hub_license(view),
        "tags": sorted({*(one_line(word) for word in manifest.keywords), "labelcards", "croissant"}),
        "annotations_creators": list(hub.annotations_creators),
        "language_creators": list(hub.language_creators),
        "pretty_name": one_line(manifest.title),
        "size_categories": [] if items is None else [size_category(items)],
        "source_datasets": [one_line(name) for name in hub.source_datasets],
        "task_categories": list(hub.task_categories) or categories,
        "task_ids": list(hub.task_ids) or ids,
        "configs": [_config(table, first=index == 0) for index, table in enumerate(view.published)],
        "dataset_info": [_info(table) for table in described],
    }


def hub_license(view: ExportView) -> dict[str, Any]:
    """``license``, and name and link when the Hub does not know it; nothing when none is stated."""
    license_ = view.license
    if not license_.text:
        return {}
    if license_.hub != "other":
        return {"license": license_.hub}
    name = re.sub(r"[^a-z0-9.]+", "-", (license_.spdx or license_.text).casefold()).strip("-")[:60]
    return {"license": "other", "license_name": name or "unnamed", "license_link": license_.address or "LICENSE"}


def tasks(manifest: DatasetManifest) -> tuple[list[str], list[str]]:
    """Task categories and ids that follow from the questions, and from whether items have text."""
    texts = bool(manifest.text_columns)
    learned = [task for question in manifest.questions.values() if (task := question.label_kind.task)]
    ids = [(_TASK_IDS if texts else _TABULAR_IDS)[task] for task in learned]
    tabular = [f"tabular-{'regression' if task == 'regression' else 'classification'}" for task in learned]
    categories = ["text-classification"] if texts else tabular
    return list(dict.fromkeys(categories)), list(dict.fromkeys(ids))


def _config(table: TableFacts, *, first: bool) -> dict[str, Any]:
    files = [{"split": "train", "path": f"{FOLDER}/{table.file}"}]
    return {"config_name": table.name, "data_files": files, **({"default": True} if first else {})}


def _info(table: TableFacts) -> dict[str, Any]:
    return {
        "config_name": table.name,
        "features": [{"name": name, "dtype": _DTYPES.get(kind, kind)} for name, kind in table.columns],
        "splits": [{"name": "train", "num_bytes": table.memory, "num_examples": table.rows}],
        "download_size": table.size,
        "dataset_size": table.memory,
    }
