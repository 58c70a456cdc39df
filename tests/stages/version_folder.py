"""A data set folder with the clean tables of one made-up version, for stages that start from there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from labelcards.dataset.files.frame_file import write_frame
from labelcards.dataset.files.parquet import write_tables
from labelcards.dataset.version.reading import read_raw_version

TOPICS = {"billing": "invoice charged payment", "delivery": "parcel courier late", "returns": "send back exchange"}


def make_version(folder: Path, *, items: int = 120) -> Path:
    """``folder`` as a data set with version 1.0.0: two questions, gold for every second item, finals equal to gold."""
    rng = np.random.default_rng(3)
    ids = [f"t{n:03d}" for n in range(items)]
    topic = rng.choice(list(TOPICS), items)
    urgency = rng.choice(["low", "normal", "high"], items)
    texts = [f"{' '.join(rng.permutation(TOPICS[t].split()))} number {n}" for n, t in enumerate(topic)]
    raw = folder / "raw" / "1.0.0"
    raw.mkdir(parents=True)
    (folder / "versions").mkdir()
    region = rng.choice(["North", "South"], items)
    pd.DataFrame({"item_id": ids, "text": texts, "region": region}).to_csv(raw / "items.csv", index=False)
    who = [f"a{n}" for n in range(8)]
    pd.DataFrame({"annotator_id": who, "home": ["North", "South"] * 4}).to_csv(raw / "annotators.csv", index=False)
    rows = [
        (item, annotator, t, u)
        for item, t, u in zip(ids, topic, urgency, strict=True)
        for annotator in rng.permutation(who)[:5]
    ]
    pd.DataFrame(rows, columns=["item_id", "annotator_id", "topic", "urgency"]).to_csv(
        raw / "annotations.csv", index=False
    )
    gold = pd.DataFrame({"item_id": ids, "topic": topic, "urgency": urgency})[::2]
    gold.to_csv(raw / "gold.csv", index=False)
    (folder / "dataset.yaml").write_text(yaml.safe_dump(_dataset(folder.name)))
    tables = {name: {"file": f"raw/1.0.0/{name}.csv"} for name in ("items", "annotations", "annotators", "gold")}
    version = {"version": "1.0.0", "date": "2026-01-31", "note": "Made up.", "tables": tables}
    (folder / "versions" / "1.0.0.yaml").write_text(yaml.safe_dump(version))
    read, _ = read_raw_version(folder, "1.0.0")
    write_tables(read, folder / "versions" / "1.0.0" / "tables")
    final = pd.DataFrame({"item_id": ids, "topic": topic, "urgency": urgency})
    finals = final.melt("item_id", var_name="question", value_name="final")
    write_frame(folder / "versions" / "1.0.0" / "consensus.parquet", finals)
    return folder


def _dataset(name: str) -> dict[str, object]:
    return {
        "name": name, "title": "Made up", "description": "Made up.", "license": "CC0-1.0",
        "creators": [{"name": "Tests"}], "owners": [{"name": "Tests"}],
        "questions": {
            "topic": {"title": "Topic", "labels": list(TOPICS), "positive": "billing"},
            "urgency": {"title": "Urgency", "kind": "ordinal", "labels": ["low", "normal", "high"]},
        },
        "items": {"columns": {"text": {"action": "clean"}, "region": {"group": True}}},
        "annotators": {"columns": {"home": {"group": True}}},
    }  # fmt: skip
