"""A made-up label version: tickets with texts, annotators with known accuracies, gold, adjudications, times."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.version_manifest import VersionManifest

WORDS = {
    "billing": "invoice charged refund payment card amount",
    "delivery": "parcel late courier address tracking shipped",
    "account": "password login locked email reset account",
}
LABELS = tuple(WORDS)


def manifest(questions: dict[str, Any]) -> DatasetManifest:
    """A manifest with the given questions and one text column."""
    return DatasetManifest.model_validate(
        {
            "name": "crowd",
            "title": "Crowd",
            "description": "Made up.",
            "license": "CC0-1.0",
            "creators": [{"name": "Nobody"}],
            "owners": [{"name": "Nobody"}],
            "questions": questions,
            "items": {"columns": {"text": {"action": "clean"}}},
        }
    )


def label_version(
    items: list[str],
    annotations: pd.DataFrame,
    questions: dict[str, Any],
    *,
    texts: list[str] | None = None,
    gold: pd.DataFrame | None = None,
    adjudications: pd.DataFrame | None = None,
) -> LabelVersion:
    """A version with the columns of the contract filled in."""
    full = annotations.reset_index(drop=True)
    for column in ("batch", "source"):
        if column not in full:
            full[column] = pd.Series([None] * len(full), dtype="str")
    for column in ("started_at", "submitted_at"):
        if column not in full:
            full[column] = pd.Series(np.full(len(full), "NaT", dtype="datetime64[us]"))
    table = pd.DataFrame({"item_id": pd.Series(items, dtype="str")})
    if texts is not None:
        table["text"] = pd.Series(texts, dtype="str")
    empty = pd.DataFrame({name: pd.Series([], dtype="str") for name in ("item_id", "question", "label")})
    decided = empty if adjudications is None else adjudications.reset_index(drop=True)
    for column in ("by", "reason"):
        if column not in decided:
            decided = decided.assign(**{column: pd.Series([None] * len(decided), dtype="str")})
    if "at" not in decided:
        decided = decided.assign(at=pd.Series(np.full(len(decided), "NaT", dtype="datetime64[us]")))
    return LabelVersion(
        manifest=manifest(questions),
        version=VersionManifest.model_validate(
            {
                "version": "1.0.0",
                "date": date(2026, 1, 31),
                "note": "Made up.",
                "tables": {"items": {"file": "items.csv"}, "annotations": {"file": "annotations.csv"}},
            }
        ),
        items=table,
        annotations=full,
        annotators=pd.DataFrame({"annotator_id": pd.Series(sorted(full["annotator_id"].unique()), dtype="str")}),
        gold=empty if gold is None else gold.reset_index(drop=True),
        adjudications=decided,
    )


def ticket_version(
    seed: int = 0, n: int = 150, *, accuracies: tuple[float, ...] = (0.95, 0.9, 0.85, 0.6)
) -> LabelVersion:
    """Tickets of three topics; each annotator labels four in five items; gold on the first 60."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, len(LABELS), n)
    ids = [f"t{number:04d}" for number in range(n)]
    texts = [" ".join(rng.choice(WORDS[LABELS[code]].split(), 4)) + f" please help {code % 2}" for code in truth]
    rows = []
    for number, accuracy in enumerate(accuracies):
        clock = np.datetime64("2026-01-05T09:00:00", "us")
        for item in np.flatnonzero(rng.random(n) < 0.8):
            right = rng.random() < accuracy
            label = truth[item] if right else (truth[item] + rng.integers(1, len(LABELS))) % len(LABELS)
            seconds = int(rng.lognormal(3.4, 0.3))
            rows.append(
                {
                    "item_id": ids[item],
                    "annotator_id": f"a{number}",
                    "question": "topic",
                    "label": LABELS[label],
                    "started_at": clock,
                    "submitted_at": clock + np.timedelta64(seconds, "s"),
                    "batch": f"b{item // 50}",
                    "source": "gold_check" if item < 20 else "human",
                }
            )
            clock = clock + np.timedelta64(seconds + 5, "s")
    annotations = pd.DataFrame(rows).astype(
        dict.fromkeys(("item_id", "annotator_id", "question", "label", "batch", "source"), "str")
        | dict.fromkeys(("started_at", "submitted_at"), "datetime64[us]")
    )
    gold = pd.DataFrame(
        {"item_id": ids[:60], "question": "topic", "label": [LABELS[code] for code in truth[:60]]}, dtype="str"
    )
    adjudications = pd.DataFrame(
        {
            "item_id": ids[100:110],
            "question": "topic",
            "label": [LABELS[code] for code in truth[100:110]],
        },
        dtype="str",
    )
    adjudications["at"] = pd.Series(np.full(10, "2026-01-07T12:00:00", dtype="datetime64[us]"))
    questions = {"topic": {"title": "Topic", "labels": list(LABELS)}}
    return label_version(ids, annotations, questions, texts=texts, gold=gold, adjudications=adjudications)
