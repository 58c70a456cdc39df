"""Agreement of one table: what ``labelcards agreement --json`` prints and `labelcards.agreement` returns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from labelcards.documents.document import Part
from labelcards.documents.figure_frame import figure_frame, figure_line
from labelcards.documents.figures import Figure
from labelcards.documents.warning_record import WarningInWords

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["TableAgreement"]


class TableAgreement(Part):
    """How far the annotators of one table agree.

    Attributes:
        question: the column with the answers; ``label`` where several columns hold them.
        items, annotators, annotations: how many there are; annotations without a label do not count. No annotators
            where the table does not say who labelled.
        missing: annotations without a label.
        repeated: annotations that do not count, because the annotator labels the item again further down.
        layout: how the table is laid out.
        level: what the labels are: ``nominal``, ``ordinal``, ``multilabel``, ``interval`` or ``ratio``.
        weights: of the weighted coefficients; ``identity`` when labels have no order.
        metrics: coefficient → figure, with a 95% interval and n, or why it is undefined. Each has the range and the
            direction that ``docs/reference/metrics.md`` gives it.
        per_label: label → coefficient → figure, of this label against all others; empty for more than 50 labels.
        reading: how the table was understood where nobody said it, a sentence each.
        warnings: what to know before trusting the figures.
    """

    question: str = "label"
    items: int
    annotators: int
    annotations: int
    missing: int
    repeated: int
    layout: str
    level: str
    weights: str
    metrics: Mapping[str, Figure]
    per_label: Mapping[str, Mapping[str, Figure]]
    reading: tuple[str, ...] = ()
    warnings: tuple[WarningInWords, ...] = ()

    def __getitem__(self, metric: str) -> Figure:
        """The figure of one coefficient.

        Raises:
            KeyError: it does not suit the level of the labels.
        """
        return self.metrics[metric]

    def to_frame(self, *, by_label: bool = False) -> pd.DataFrame:
        """One row per coefficient: ``metric, value, low, high, n, method, why``.

        Args:
            by_label: one row per label and coefficient instead, with the column ``label`` first.
        """
        if by_label:
            held = ((label, key, each) for label, found in self.per_label.items() for key, each in found.items())
            return figure_frame(({"label": label, "metric": key}, each) for label, key, each in held)
        return figure_frame(({"metric": key}, each) for key, each in self.metrics.items())

    def __repr__(self) -> str:
        """Counts, then a line per coefficient and per warning; no label."""
        counts = f"{self.items:,} items, {self.annotators or 'unnamed'} annotators, {self.annotations:,} annotations"
        width = max(map(len, self.metrics), default=0)
        lines = [f"  {key:{width}}  {figure_line(each)}" for key, each in self.metrics.items()]
        notes = [f"  read: {sentence}" for sentence in self.reading] + [f"  {warning}" for warning in self.warnings]
        return "\n".join([f"Agreement of {counts} ({self.level})", *lines, *notes])

    __str__ = __repr__
