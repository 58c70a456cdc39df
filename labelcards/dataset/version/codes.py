"""The annotations of a version as code arrays: every name is looked up once, and all questions share that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelcards.metrics.ratings import Codes

__all__ = ["AnnotationCodes"]

Short = npt.NDArray[np.signedinteger[Any]]
"""As few bytes as the number of names needs."""


@dataclass(frozen=True, slots=True, eq=False)
class AnnotationCodes:
    """Who said what about which item, for the R rows of the annotations table.

    Attributes:
        item: (R,) row of the items table; -1 for an item that is not there.
        annotator: (R,) row of the annotators table; -1 for one who is not there.
        question: (R,) position among the declared questions; -1 for another.
        label: (R,) position in ``labels``; -1 for a missing label.
        labels: the distinct labels of all questions, in order of first appearance.
    """

    item: Codes
    annotator: Codes
    question: Short
    label: Short
    labels: pd.Index[Any]

    @classmethod
    def of(
        cls, annotations: pd.DataFrame, items: Iterable[str], annotators: Iterable[str], questions: Iterable[str]
    ) -> AnnotationCodes:
        """The codes of a table; the ids and questions are distinct, in code order."""
        label, labels = pd.factorize(annotations["label"])
        return cls(
            _codes(annotations["item_id"], items),
            _codes(annotations["annotator_id"], annotators),
            _short(_codes(annotations["question"], questions)),
            _short(label),
            pd.Index(labels),
        )

    def __len__(self) -> int:
        """R, the rows of the table."""
        return len(self.item)


def _short(codes: Codes) -> Short:
    return codes.astype(np.min_scalar_type(-1 - int(codes.max(initial=0))))


def _codes(column: pd.Series[str], meaning: Iterable[str]) -> Codes:
    codes, distinct = pd.factorize(column)
    position = pd.Index(list(meaning)).get_indexer(pd.Index(distinct))
    return np.append(position, -1)[codes].astype(np.intp, copy=False)
