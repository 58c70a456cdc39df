"""Small made-up label versions with known effects, for the tests of bias and model figures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from labelcards.dataset.contract.order import contract_frame, ordered
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.version_manifest import VersionManifest

__all__ = ["Effects", "finals_of", "manifest", "simulated"]

TOPICS = ("billing", "delivery", "returns")
PLACES = ("North", "South", "East")


@dataclass(frozen=True)
class Effects:
    """What is planted; all zero is the null.

    Attributes:
        blind: extra error of annotators from the North on Southern items.
        learner: extra share of billing among items of learners.
        careless: how much the annotators' own error rates vary (uniform width).
        hard: share of items on which everybody errs more often.
        base: error rate of a careful annotator on an easy item.
    """

    blind: float = 0.0
    learner: float = 0.0
    careless: float = 0.2
    hard: float = 0.15
    base: float = 0.04


def manifest() -> DatasetManifest:
    """One nominal question; items and annotators with group columns, ``shift`` and ``coin`` mean nothing."""
    group = {"action": "keep", "group": True}
    return DatasetManifest.model_validate(
        {
            "name": "made-up", "title": "Made up", "description": "Made up for tests.", "license": "CC0-1.0",
            "creators": [{"name": "Tests"}], "owners": [{"name": "Tests"}],
            "questions": {"topic": {"title": "Topic", "labels": list(TOPICS), "positive": "billing"}},
            "items": {"columns": {"place": group, "english": group, "coin": group}},
            "annotators": {"columns": {"home": group, "shift": group}},
        }
    )  # fmt: skip


def simulated(
    effects: Effects, seed: int, *, items: int = 400, annotators: int = 18, per_item: int = 4, gold: float = 1.0
) -> LabelVersion:
    """A version in which errors are clustered by annotator (care) and item (difficulty)."""
    rng = np.random.default_rng(seed)
    place, coin = rng.integers(0, 3, items), rng.integers(0, 2, items)
    english = rng.integers(0, 2, items)
    truth = rng.integers(0, 3, items)
    truth = np.where((english == 1) & (rng.random(items) < effects.learner), 0, truth)
    hard = rng.random(items) < effects.hard
    home = np.arange(annotators) % 3
    care = effects.base + effects.careless * rng.random(annotators)
    shift = rng.permutation(annotators) % 2
    who = np.stack([rng.permutation(annotators)[:per_item] for _ in range(items)]).ravel()
    item = np.repeat(np.arange(items), per_item)
    error = care[who] + 0.3 * hard[item] + effects.blind * ((home[who] == 0) & (place[item] == 1))
    wrong = rng.random(len(who)) < np.minimum(error, 0.95)
    label = np.where(wrong, (truth[item] + 1 + rng.integers(0, 2, len(who))) % 3, truth[item])
    names = {"item": [f"i{n:05d}" for n in range(items)], "annotator": [f"a{n:03d}" for n in range(annotators)]}
    chosen = np.sort(rng.permutation(items)[: round(gold * items)])
    tables = {
        "items": pd.DataFrame(
            {
                "item_id": names["item"], "place": np.array(PLACES)[place],
                "english": np.array(["fluent", "learner"])[english], "coin": np.array(["heads", "tails"])[coin],
            }
        ),
        "annotations": pd.DataFrame(
            {
                "item_id": np.array(names["item"])[item], "annotator_id": np.array(names["annotator"])[who],
                "question": "topic", "label": np.array(TOPICS)[label],
            }
        ),
        "annotators": pd.DataFrame(
            {
                "annotator_id": names["annotator"], "home": np.array(PLACES)[home],
                "shift": np.array(["early", "late"])[shift],
            }
        ),
        "gold": pd.DataFrame(
            {"item_id": np.array(names["item"])[chosen], "question": "topic", "label": np.array(TOPICS)[truth[chosen]]}
        ),
        "adjudications": None,
    }  # fmt: skip
    declared = manifest()
    version = VersionManifest.model_validate(
        {"version": "1.0.0", "date": "2026-01-01", "note": "made up",
         "tables": {"items": {"file": "items.csv"}, "annotations": {"file": "annotations.csv"}}}
    )  # fmt: skip
    frames = {name: ordered(name, contract_frame(name, table, declared)) for name, table in tables.items()}
    return LabelVersion(declared, version, **frames)


def finals_of(version: LabelVersion) -> pd.DataFrame:
    """Majority labels (ties to the first in text order) as a consensus table."""
    votes = version.annotations.groupby(["question", "item_id", "label"]).size().rename("votes").reset_index()
    best = votes.sort_values(["question", "item_id", "votes", "label"], ascending=[True, True, False, True])
    return best.drop_duplicates(["question", "item_id"]).rename(columns={"label": "final"})[
        ["question", "item_id", "final"]
    ]
