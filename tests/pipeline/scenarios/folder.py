"""A data set of two versions in a folder, measured and reviewed through the command line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from labelcards.dataset.files.parquet import write_tables
from labelcards.dataset.version.layout import DatasetPaths
from labelcards.dataset.version.manifests import read_manifests
from labelcards.documents.difference import DifferenceDocument
from tests.compare.signs.worlds import World, version_of
from tests.program import labelcards

__all__ = ["GATES", "Review", "reviewed", "written"]

BASE = ("quality", "questions", "topic")
GATES = [
    {
        "name": "accurate",
        "metric": "quality.questions.topic.gold.final.accuracy",
        "min": 0.8,
        "reason": "Four of five labels must be right.",
    },
    {
        "name": "kept",
        "metric": "quality.questions.topic.agreement.overall.alpha",
        "max_regression": 0.0,
        "significant": True,
        "reason": "No step back.",
    },
]


@dataclass(frozen=True)
class Review:
    """What `labelcards diff` and `labelcards check` said."""

    difference: DifferenceDocument
    gates: dict[str, str]
    problems: dict[str, str]
    code: int

    def verdict(self, *steps: str, whole: bool = False) -> str:
        """Of a figure of the question."""
        found = next(one for one in self.difference.metrics if one.path == (*BASE, *steps))
        return found.whole.verdict if whole else found.verdict


def written(folder: Path, worlds: tuple[World, World]) -> Path:
    """The data set with versions 1.0.0 and 1.1.0, clean tables in place."""
    dataset = folder / "datasets" / "tickets"
    labels = dict.fromkeys(
        label for world in worlds for label in (*world.labels, *sorted({*world.rows["label"], *world.gold["label"]}))
    )
    _yaml(
        dataset / "dataset.yaml",
        {
            "name": "tickets",
            "title": "Tickets",
            "description": "Tickets with a topic.",
            "license": "CC0-1.0",
            "creators": [{"name": "Team"}],
            "owners": [{"name": "Team"}],
            "questions": {"topic": {"title": "Topic", "labels": list(labels)}},
            "items": {"columns": {"text": {"action": "clean"}}},
        },
    )
    _yaml(dataset / "gates.yaml", {"schema_version": 1, "version_step": "ignore", "gates": GATES})
    (folder / "params.yaml").write_text("quality: {replicates: 200}\n", encoding="utf-8")
    for version, world in zip(("1.0.0", "1.1.0"), worlds, strict=True):
        _version(dataset, version, world)
    return dataset


def _version(dataset: Path, version: str, world: World) -> None:
    names = {"items", "annotations", "annotators", "gold"}
    declared: dict[str, Any] = {
        "version": version,
        "date": "2026-01-31" if version == "1.0.0" else "2026-02-28",
        "note": "Labels.",
        "tables": {name: {"file": f"raw/{name}.csv"} for name in sorted(names)},
    }
    if version != "1.0.0":
        declared["parent"] = "1.0.0"
    _yaml(dataset / "versions" / f"{version}.yaml", declared)
    manifest, read = read_manifests(dataset, version)
    write_tables(version_of(world, manifest, read), DatasetPaths(dataset).version(version).tables)


def _yaml(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        YAML().dump(content, file)


def reviewed(dataset: Path) -> Review:
    """Measure both versions and review the newer."""
    root = dataset.parent.parent
    for version in ("1.0.0", "1.1.0"):
        done = labelcards("quality", dataset, version, cwd=root)
        assert done.returncode == 0, done.stderr
    compared = labelcards("diff", "1.0.0", "1.1.0", "--dataset", dataset, "--format", "json", cwd=root)
    assert compared.returncode == 0, compared.stderr
    checked = labelcards("check", dataset, "1.1.0", "--json", cwd=root)
    report = json.loads(checked.stdout)
    return Review(
        difference=DifferenceDocument.model_validate_json(compared.stdout),
        gates={one["gate"]["name"]: one["status"] for one in report["results"]},
        problems={
            one["gate"]["name"]: "; ".join(p for found in one["figures"] for p in found["problems"])
            for one in report["results"]
        },
        code=checked.returncode,
    )
