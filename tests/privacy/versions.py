"""Small label versions with personal data, for the tests of the anonymization."""

from __future__ import annotations

from typing import Any

import pandas as pd

from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.version_manifest import VersionManifest

ITEM_COLUMNS: dict[str, Any] = {
    "text": {"action": "clean"},
    "day": {"action": "month"},
    "born": {"action": "year"},
    "age": {"action": "band", "width": 10, "quasi_identifier": True},
    "zip": {"action": "prefix", "keep": 2},
    "region": {"action": "keep", "group": True},
    "customer": {"action": "pseudonym"},
    "note": {"action": "drop"},
}


def manifest(**changes: Any) -> DatasetManifest:
    """A manifest with one column of every action."""
    content: dict[str, Any] = {
        "name": "tickets",
        "title": "Tickets",
        "description": "Test data",
        "license": "MIT",
        "creators": [{"name": "Team"}],
        "owners": [{"name": "Team", "contact": "team@labels.example.com"}],
        "questions": {"topic": {"title": "Topic", "labels": ["billing", "delivery"]}},
        "items": {"columns": ITEM_COLUMNS},
        "annotators": {"columns": {"age": {"action": "band", "width": 10}, "full_name": {"action": "pseudonym"}}},
    }
    return DatasetManifest.model_validate(content | changes)


def version_manifest(number: str) -> VersionManifest:
    """The hand-written part of a version."""
    return VersionManifest.model_validate(
        {
            "version": number,
            "date": "2026-01-01",
            "note": "test",
            "tables": {"items": {"file": "items.csv"}, "annotations": {"file": "annotations.csv"}},
        }
    )


def times(count: int) -> pd.Series:
    """Missing times with the contract's type."""
    return pd.Series([None] * count, dtype="datetime64[us, UTC]")


def make(
    items: list[dict[str, str | None]],
    annotators: dict[str, dict[str, str]],
    number: str = "1.0.0",
    reasons: list[str | None] | None = None,
    data: DatasetManifest | None = None,
) -> LabelVersion:
    """A version in which every annotator labels every item, and the first annotator adjudicates."""
    given = data or manifest()
    columns = list(dict.fromkeys(["item_id", *given.items.columns]))
    frame = pd.DataFrame([{name: item.get(name) for name in columns} for item in items], columns=columns).astype("str")
    ids = [str(item["item_id"]) for item in items]
    names = sorted(annotators)
    rows = [(item, name, "topic", "billing") for item in ids for name in names]
    annotations = pd.DataFrame(rows, columns=["item_id", "annotator_id", "question", "label"]).astype("str")
    annotations = annotations.assign(
        started_at=times(len(rows)), submitted_at=times(len(rows)), batch="b1", source=None
    )
    people = pd.DataFrame(
        [{"annotator_id": name, **annotators[name]} for name in names], columns=["annotator_id", "age", "full_name"]
    ).astype("str")
    given_reasons = reasons or []
    adjudications = pd.DataFrame(
        {
            "item_id": ids[: len(given_reasons)],
            "question": "topic",
            "label": "billing",
            "by": names[0],
            "at": times(len(given_reasons)),
            "reason": given_reasons,
        }
    )
    gold = pd.DataFrame({"item_id": ids[:1], "question": "topic", "label": "billing"}).astype("str")
    return LabelVersion(given, version_manifest(number), frame, annotations, people, gold, adjudications)


def cells(version: LabelVersion) -> list[str]:
    """Every cell of every table as text."""
    tables = (version.items, version.annotations, version.annotators, version.gold, version.adjudications)
    return [str(value) for table in tables for column in table for value in table[column]]
