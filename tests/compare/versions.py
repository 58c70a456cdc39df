"""Small label versions and sides for tests of comparisons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelcards.compare.sides.side import Side
from labelcards.dataset.contract.order import contract_frame
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.difference import SideName
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.version_manifest import VersionManifest

__all__ = ["drawn", "manifest", "side"]

TABLE = {"file": "raw/x.csv"}


def manifest(labels: object = ("billing", "delivery", "other")) -> DatasetManifest:
    """A data set with the nominal question ``topic``."""
    return DatasetManifest.model_validate(
        {
            "name": "tickets",
            "title": "Tickets",
            "description": "Two versions to compare.",
            "license": "CC0-1.0",
            "creators": [{"name": "Team"}],
            "owners": [{"name": "Team"}],
            "questions": {"topic": {"title": "Topic", "labels": labels}},
        }
    )


def side(
    version: str,
    given: Sequence[tuple[str, str, str]],
    *,
    gold: Mapping[str, str] | None = None,
    adjudicated: Mapping[str, str] | None = None,
    dataset: DatasetManifest | None = None,
) -> Side:
    """A side from (item, annotator, label) rows; final labels are the plurality."""
    dataset = dataset or manifest()
    declared = VersionManifest.model_validate(
        {"version": version, "date": "2026-01-01", "note": "x", "tables": {"items": TABLE, "annotations": TABLE}}
    )
    rows = pd.DataFrame(given, columns=["item_id", "annotator_id", "label"]).assign(question="topic")
    tables = {
        "items": pd.DataFrame({"item_id": sorted(rows["item_id"].unique())}),
        "annotations": rows,
        "annotators": pd.DataFrame({"annotator_id": sorted(rows["annotator_id"].unique())}),
        "gold": _answers(gold),
        "adjudications": _answers(adjudicated),
    }
    frames = {name: contract_frame(name, frame, dataset) for name, frame in tables.items()}
    labels = LabelVersion(manifest=dataset, version=declared, **frames)
    return Side(SideName(given=version, version=version), dataset, declared, labels)


def _answers(labels: Mapping[str, str] | None) -> pd.DataFrame | None:
    if labels is None:
        return None
    return pd.DataFrame({"item_id": list(labels), "label": list(labels.values())}).assign(question="topic")


def drawn(
    version: str,
    truth: npt.NDArray[np.intp],
    skill: npt.NDArray[np.float64],
    generator: np.random.Generator,
    *,
    annotators: int = 4,
    dataset: DatasetManifest | None = None,
) -> Side:
    """A version whose annotators give each item's true label with probability ``skill`` (N,), else any other."""
    dataset = dataset or manifest()
    names = np.array(dataset.questions["topic"].label_ids)
    N, K = len(truth), len(names)
    right = generator.random((N, annotators)) < skill[:, None]
    other = (truth[:, None] + generator.integers(1, K, (N, annotators))) % K
    label = names[np.where(right, truth[:, None], other)]
    rows = [(f"i{i:04}", f"a{j}", str(label[i, j])) for i in range(N) for j in range(annotators)]
    gold = {f"i{i:04}": str(names[truth[i]]) for i in range(N)}
    return side(version, rows, gold=gold, dataset=dataset)
