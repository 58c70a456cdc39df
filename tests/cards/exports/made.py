"""Exports of the sample data set, with small clean tables on disk."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from labelcards.cards.audience import for_the_public
from labelcards.cards.exports.export import Export, export_card
from labelcards.cards.sources import CardSources
from labelcards.dataset.files.table_facts import table_facts
from labelcards.dataset.version.layout import DatasetPaths
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.params import PublishParams
from tests.cards import sample

PUBLICATION: dict[str, Any] = {
    "publisher": {"name": "Example Press", "url": "https://example.org"},
    "created": "2025-12-01",
    "same_as": ["https://example.org/catalog/tickets"],
    "citation": "@misc{tickets,\n  title = {Support tickets},\n}",
    "metadata_license": "CC0-1.0",
    "collected": ["2025-12-01", "2026-01-31"],
    "collection_types": ["Customer feedback data"],
    "annotation_platforms": ["Label Studio"],
    "machine_annotation_tools": ["none"],
    "tables": "all",
    "hub": {
        "repository": "example/support-tickets",
        "model_license": "apache-2.0",
        "annotations_creators": ["expert-generated"],
        "language_creators": ["found"],
        "source_datasets": ["original"],
    },
}
WHEN = datetime(2026, 4, 1, 12, tzinfo=UTC)


def tables() -> dict[str, pa.Table]:
    """A few rows of every table."""
    text, when = pa.string(), pa.timestamp("us", tz="UTC")

    def table(columns: dict[str, tuple[pa.DataType, list[Any]]]) -> pa.Table:
        return pa.table({name: pa.array(values, type=kind) for name, (kind, values) in columns.items()})

    items = ["t-1", "t-2", "t-3"]
    return {
        "items": table(
            {
                "item_id": (text, items),
                "text": (text, ["Where is my parcel?", "I was charged twice.", None]),
                "channel": (text, ["email", "chat", "phone"]),
            }
        ),
        "annotations": table(
            {
                "item_id": (text, ["t-1", "t-1", "t-2"]),
                "annotator_id": (text, ["ann-01", "ann-02", "ann-01"]),
                "question": (text, ["topic", "topic", "topic"]),
                "label": (text, ["delivery", "billing", "billing"]),
                "submitted_at": (when, [WHEN, WHEN, None]),
            }
        ),
        "annotators": table({"annotator_id": (text, ["ann-01", "ann-02"]), "age": (text, ["30-39", "40-49"])}),
        "gold": table({"item_id": (text, ["t-1"]), "question": (text, ["topic"]), "label": (text, ["delivery"])}),
        "adjudications": table({"item_id": (text, []), "question": (text, []), "label": (text, []), "by": (text, [])}),
        "consensus": table(
            {
                "question": (text, ["topic"] * 3),
                "item_id": (text, items),
                "final": (text, ["delivery", "billing", "account"]),
                "confidence": (pa.float64(), [0.9, 0.8, 0.5]),
                "disputed": (pa.bool_(), [True, False, False]),
                "annotations": (pa.int64(), [2, 1, 0]),
            }
        ),
    }


def write_tables(folder: Path, number: str = "1.1.0") -> None:
    """Write the tables where a version's are."""
    paths = DatasetPaths(folder).version(number)
    paths.tables.mkdir(parents=True, exist_ok=True)
    for name, table in tables().items():
        pq.write_table(table, paths.consensus if name == "consensus" else paths.tables / f"{name}.parquet")


def sources(folder: Path, number: str = "1.1.0", *, changed: dict[str, Any] | None = None) -> CardSources:
    """Sources with tables and all that catalogs ask; ``changed`` replaces keys of the manifest."""
    write_tables(folder, number)
    held = sample.sources(number, folder)
    manifest = json.loads(held.manifest.model_dump_json(exclude_none=True))
    manifest |= {"url": "https://example.org/tickets", "keywords": ["tickets"], "publication": PUBLICATION}
    manifest |= changed or {}
    return replace(
        held,
        manifest=DatasetManifest.model_validate(manifest),
        tables=table_facts(DatasetPaths(folder).version(number)),
    )


def published(folder: Path, *, audience: str = "internal", changed: dict[str, Any] | None = None) -> CardSources:
    """The sources of the newest version, reduced for the public."""
    held = sources(folder, changed=changed)
    return for_the_public(held, PublishParams(tables=True)) if audience == "public" else held


def export(folder: Path, *, audience: str = "internal", changed: dict[str, Any] | None = None) -> Export:
    """Every export of the newest version."""
    return export_card(published(folder, audience=audience, changed=changed))
