"""The label that a file of probabilities predicts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from labelcards.assess.model.given_predictions import chosen_labels
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.manifest import DatasetManifest
from labelcards.labels.kind import EMPTY_SET
from tests.assess.bias_data import Effects, manifest, simulated


def _asked(kind: str) -> LabelVersion:
    """A version whose question ``topic`` has this kind and the labels a, b and c."""
    content: dict[str, Any] = manifest().model_dump(mode="json", exclude_defaults=True)
    content["questions"] = {"topic": {"title": "Topic", "kind": kind, "labels": ["a", "b", "c"]}}
    return replace(simulated(Effects(), seed=1, items=20), manifest=DatasetManifest.model_validate(content))


def _chosen(kind: str, *probabilities: tuple[float, float, float]) -> list[str]:
    rows = [
        {"item_id": f"i{n}", "question": "topic", "label": label, "probability": p}
        for n, given in enumerate(probabilities)
        for label, p in zip("abc", given, strict=True)
    ]
    return list(chosen_labels(_asked(kind), pd.DataFrame(rows))["label"])


def test_a_set_has_the_labels_that_are_at_least_as_likely_as_not() -> None:
    """One half is in, just below is out, however the others stand; nothing likely is the empty set."""
    found = _chosen("multilabel", (0.5, 0.49, 0.9), (0.45, 0.1, 0.0), (0.49, 0.51, 0.5))
    kind = _asked("multilabel").manifest.questions["topic"].label_kind
    assert [set(kind.parts(label)) - {EMPTY_SET} for label in found] == [{"a", "c"}, set(), {"b", "c"}]


def test_one_label_is_the_likeliest_even_below_one_half() -> None:
    """Where an item has one label the highest probability decides, the first declared label among equals."""
    assert _chosen("nominal", (0.3, 0.4, 0.3), (0.2, 0.4, 0.4), (0.1, 0.0, 0.0)) == ["b", "b", "a"]
