"""A project with made-up documents, ready to be published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from labelcards.documents.earlier_metrics import SENTENCE
from labelcards.documents.figures import Figure, MetricsDocument
from labelcards.documents.warning_record import WarningRecord
from tests.cards import sample
from tests.cards.microdata import AGES, LABELS, REGIONS, Microdata, document

ANNOTATOR = "MARKER-ANNOTATOR-7f3a"
ITEM = "MARKER-ITEM-51c0"
TEXT = "MARKER-TEXT a disputed sentence of somebody"
MARKERS = (ANNOTATOR, ITEM, TEXT)
"""Planted where insiders see them; none may be in a byte of a public site."""

NAME = "support-tickets"


@dataclass(frozen=True)
class PublishProject:
    """A folder with one data set."""

    folder: Path

    @property
    def dataset(self) -> Path:
        """The data set's folder."""
        return self.folder / "datasets" / NAME

    def version(self, number: str, *, parent: str | None = None, seed: int = 1, **more: Any) -> None:
        """Write a version's manifest, guidelines and documents."""
        day = date(2026, 1, 1) + timedelta(
            days=sum(int(p) * w for p, w in zip(number.split("."), (300, 20, 1), strict=True))
        )
        manifest = {
            "version": number,
            "date": day,
            "note": f"Version {number}.",
            "guidelines": f"guidelines/{number}.md",
            "tables": {name: {"file": f"raw/{name}.csv"} for name in ("items", "annotations", "annotators")},
            **({"parent": parent} if parent else {}),
            **more,
        }
        self._yaml(f"versions/{number}.yaml", manifest)
        guide = f"# topic\n\n## yes\n\n**Definition.** A yes.\n\n**Examples**\n\n- {TEXT}\n"
        self._text(f"guidelines/{number}.md", guide)
        for name, held in documents(seed, number).items():
            held.write(self.dataset / "versions" / number / "documents" / f"{name}.json")

    def _yaml(self, path: str, content: Any) -> None:
        self._text(path, yaml.safe_dump(content, sort_keys=False))

    def _text(self, path: str, content: str) -> None:
        file = self.dataset / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")


def publish_project(folder: Path) -> PublishProject:
    """A project without versions; its raw files exist and are empty, because pages are made from documents."""
    project = PublishProject(folder)
    labels = {label: {"title": label.title(), "definition": f"A {label}."} for label in LABELS}
    columns = {"region": {"group": True, "order": list(REGIONS)}, "age": {"group": True, "order": list(AGES)}}
    manifest = sample.manifest().model_dump(mode="json", exclude_none=True)
    project._yaml(
        "dataset.yaml",
        {
            "name": NAME,
            "title": "Support tickets",
            "description": "Made-up messages.",
            "license": "CC-BY-4.0",
            "creators": manifest["creators"],
            "owners": manifest["owners"],
            "questions": {"topic": {"title": "Topic", "labels": labels}},
            "items": {"columns": columns},
            "annotators": {"columns": {"experience": {"group": True}}},
        },
    )
    for name in ("items", "annotations", "annotators"):
        project._text(f"raw/{name}.csv", "item_id\n")
    return project


def documents(seed: int, version: str) -> Mapping[str, MetricsDocument]:
    """Consistent figures with small groups, and markers wherever insiders see single people and items."""
    made = Microdata(seed).documents(version)
    one = Figure(metric="percent", value=0.5, n=40, why="of all")
    tree = dict(made["quality"].figures)
    topic = dict(tree["questions"]["topic"])
    topic["annotators"] = {ANNOTATOR: {"accuracy_gold": Figure(metric="accuracy_gold", value=0.41, n=40, why="of all")}}
    alpha = Figure(metric="alpha", value=0.7, low=0.6, high=0.8, n=260, method="jackknife over items, 95%")
    topic["agreement"] = {
        **topic["agreement"],
        "overall": {**topic["agreement"]["overall"], "alpha": alpha},
        "per_annotator": {ANNOTATOR: {"percent": one}},
        "per_pair": {ANNOTATOR: {f"{ANNOTATOR}-b": {"percent": one}}},
    }
    topic["disputed"] = {ITEM: {TEXT: {"percent": one}}}
    quality = document("quality", version, {**tree, "questions": {"topic": topic}})
    about = f"questions.topic.annotators.{ANNOTATOR}"
    warned = [
        WarningRecord(code="annotator-too-fast", about=about, facts={SENTENCE: f"{ANNOTATOR} takes 2 seconds."}),
        WarningRecord(
            code="disputed",
            about=("questions", "topic", "disputed", ITEM),
            facts={SENTENCE: f"{ITEM} is disputed: {TEXT}."},
        ),
    ]
    cleaned = sample.anonymization("1.1.0").model_copy(update={"version": version})
    return {"quality": quality.model_copy(update={"warnings": warned}), "bias": made["bias"], "anonymization": cleaned}
