"""Final labels of a version whose quality was not assessed: adjudicated, else what most annotators say."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from labelcards.dataset.version.coding import CodedQuestion
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.metrics.consensus.vote import majority_vote

__all__ = ["plurality_labels"]


def plurality_labels(version: LabelVersion, coded: Callable[[str], CodedQuestion]) -> pd.DataFrame:
    """``question, item_id, final`` for every question with votes and every item; ties go to the first label.

    Args:
        version: the tables.
        coded: question → its annotations as codes, without ground truth.
    """
    tables = [
        _question(version, question, coded(question))
        for question, declared in version.manifest.questions.items()
        if declared.label_kind.categorical
    ]
    if not tables:
        return pd.DataFrame(columns=["question", "item_id", "final"], dtype="str")
    return pd.concat(tables, ignore_index=True)


def _question(version: LabelVersion, question: str, coded: CodedQuestion) -> pd.DataFrame:
    names = np.array([*coded.labels, None], dtype=object)
    table = pd.DataFrame(
        {
            "question": pd.Series(question, index=range(len(coded.items)), dtype="str"),
            "item_id": pd.Series(coded.items, dtype="str"),
            "final": pd.Series(names[majority_vote(coded.ratings).label], dtype="str"),
        }
    )
    decided = version.adjudications[version.adjudications["question"] == question].set_index("item_id")["label"]
    table["final"] = table["item_id"].map(decided).astype("str").fillna(table["final"])
    return table
