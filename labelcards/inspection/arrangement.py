"""One row per annotation, whatever the table looked like."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from labelcards.inspection.columns import ColumnContent
from labelcards.inspection.options import Layout
from labelcards.inspection.sheet import Sheet
from labelcards.metrics.ratings import Codes

__all__ = ["Arrangement", "LayoutEvidence", "Note", "TableLayout", "annotation_rows", "texts"]


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was read from the table and not said by a person.

    Attributes:
        text: what was understood, in one sentence, without a value of a cell that is no label.
        override: the flag that says otherwise; empty when there is nothing to say otherwise.
        doubtful: whether a person should look before trusting figures.
    """

    text: str
    override: str = ""
    doubtful: bool = False

    @property
    def sentence(self) -> str:
        """What was understood, and the flag that says otherwise."""
        return f"{self.text} Otherwise: {self.override}." if self.override else self.text


@dataclass(frozen=True, slots=True)
class LayoutEvidence:
    """How well a layout fits a table.

    Attributes:
        strength: 2 when the table has a property that tables of other layouts hardly have by accident; 1 when the
            layout fits; 0 when it fits as well as another may.
        flag: what a person types to choose this reading.
    """

    strength: Literal[0, 1, 2]
    flag: str


@dataclass(frozen=True, slots=True, eq=False)
class Arrangement:
    """The annotations of a table, with answers as the table has them.

    Attributes:
        layout: the layout the table had.
        answers: question → rows ``item, annotator, label, row``; ``label`` is NA where the cell is empty, ``row`` the
            row in the file.
        columns: role → columns.
        left: column → why it is not used.
        notes: what was guessed.
        labels: the labels in the order that the table gives them; None where it gives none.
        sets: whether answers are sets of labels because the layout says so.
        anonymous: whether annotators are known only as "one of those who labelled the item".
    """

    layout: Layout
    answers: Mapping[str, pd.DataFrame]
    columns: Mapping[str, tuple[str, ...]]
    left: Mapping[str, str]
    notes: tuple[Note, ...] = ()
    labels: tuple[str, ...] | None = None
    sets: bool = False
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class TableLayout:
    """One way in which tables hold labels.

    Attributes:
        name: what the person calls it.
        what: in words, for messages.
        evidence: how well it fits; None when it does not.
        arrange: the annotations of a table of this layout.
    """

    name: Layout
    what: str
    evidence: Callable[[Sheet], LayoutEvidence | None]
    arrange: Callable[[Sheet], Arrangement]


def texts(column: ColumnContent) -> np.ndarray:
    """(R,) the tidied values as objects; None where the cell is empty."""
    table = np.array([*column.values, None], dtype=object)
    return np.asarray(table[column.codes])


def annotation_rows(item: object, annotator: object, label: object, row: Codes) -> pd.DataFrame:
    """Rows of one question from aligned arrays (R,) or one value for all of them."""
    return pd.DataFrame({"item": item, "annotator": annotator, "label": label, "row": row}, index=range(len(row)))
