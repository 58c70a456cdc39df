"""Final labels of a version whose quality was not assessed: adjudicated, else by the method that the manifest names."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from labelcards.dataset.version.coding import CodedQuestion
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.label_scheme import Question

__all__ = ["plurality_labels"]


def plurality_labels(version: LabelVersion, coded: Callable[[str], CodedQuestion]) -> pd.DataFrame:
    """``question, item_id, final`` for every question and every item.

    By the method of consensus that the manifest names for a question. Where it names none, what most annotators say
    stands in for the model that the stage ``quality`` would fit, ties to the first label; numbers have their median.

    Args:
        version: the tables.
        coded: question → its annotations as codes, without ground truth.
    """
    tables = [
        _question(version, question, declared, coded(question))
        for question, declared in version.manifest.questions.items()
    ]
    return pd.concat(tables, ignore_index=True)


def _method(declared: Question) -> str:
    usual = "majority" if declared.label_kind.categorical else declared.deciding
    return usual if declared.consensus is None else declared.deciding


def _question(version: LabelVersion, question: str, declared: Question, coded: CodedQuestion) -> pd.DataFrame:
    method = _method(declared)
    found = declared.label_kind.consensus(coded.ratings, coded.labels, declared.label_ids, only=method)
    names = np.array([*(found.answers or coded.labels), None], dtype=object)
    table = pd.DataFrame(
        {
            "question": pd.Series(question, index=range(len(coded.items)), dtype="str"),
            "item_id": pd.Series(coded.items, dtype="str"),
            "final": pd.Series(names[found.methods[method].label], dtype="str"),
        }
    )
    decided = version.adjudications[version.adjudications["question"] == question].set_index("item_id")["label"]
    table["final"] = table["item_id"].map(decided).astype("str").fillna(table["final"])
    return table
