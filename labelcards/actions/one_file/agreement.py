"""``labelcards agreement``, and `labelcards.agreement`: one table in, agreement out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from labelcards.assess.one_table.agreement import table_agreement
from labelcards.assess.one_table.layout import Layout, TableColumns
from labelcards.cards.warning_text import in_words
from labelcards.dataset.files.table_file import FileTable, read_table
from labelcards.documents.table_agreement import TableAgreement
from labelcards.metrics.agreement.distances import WeightScheme
from labelcards.metrics.intervals.uncertainty import IntervalMethod, IntervalPlan

__all__ = ["agreement"]


def agreement(
    table: pd.DataFrame | str | Path,
    *,
    item: str | None = None,
    annotator: str | None = None,
    label: str | None = None,
    level: str = "nominal",
    layout: Layout = "auto",
    weights: WeightScheme | None = None,
    interval: IntervalMethod = "jackknife",
    seed: int = 1,
) -> TableAgreement:
    """How far the annotators of a table agree: all coefficients that suit the level of its labels.

    Args:
        table: a data frame, or the path of a table (CSV, TSV, JSON Lines, Parquet). Cells are read as text, so that
            the numbers 1 and 1.0 of a data frame are one label; missing and blank cells are no annotations.
        item, annotator, label: its columns, or ``label_*`` for the annotators of a wide table; see
            `labelcards.assess.one_table.layout` for what is guessed where they are not given.
        level: one of `labelcards.labels.registry.levels`. Ordinal labels are in numeric order when they are numbers,
            in the table's order in a contingency table, and in text order otherwise.
        layout: ``long`` (a row per annotation), ``wide`` (a row per item, a column per annotator), ``contingency``
            (counts of two annotators' labels), or ``auto``: seen from the table.
        weights: of the weighted coefficients; ordered levels only, quadratic when absent.
        interval: how 95% intervals are made: ``jackknife``, or a ``percentile`` or ``bca`` bootstrap, over items.
        seed: of a bootstrap.

    Returns:
        `TableAgreement`: figures by coefficient. 1 is perfect agreement; 0 of a chance-corrected coefficient is what
        chance gives.

    Raises:
        InputError: the table or the arguments do not fit; all problems at once, and none quotes a value. Rows are
            counted as a spreadsheet does, so that the first row of a data frame is row 2.

    Example (Krippendorff 2011, four observers and twelve units):

    >>> import pandas as pd
    >>> units = pd.DataFrame({
    ...     "unit": range(1, 13),
    ...     "A": [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    ...     "B": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, None],
    ...     "C": [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3],
    ...     "D": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ... })
    >>> round(agreement(units, item="unit")["alpha"].value, 3)
    0.743
    """
    file = _as_file(table) if isinstance(table, pd.DataFrame) else read_table(Path(table))
    found, warnings = table_agreement(
        file,
        TableColumns(item, annotator, label),
        level=level,
        layout=layout,
        weights=weights,
        plan=IntervalPlan(interval, seed=seed),
    )
    return found.model_copy(update={"warnings": in_words(warnings)})


def _as_file(frame: pd.DataFrame) -> FileTable:
    text = frame.astype(object).where(frame.notna(), None).map(_text)
    return FileTable("table", text.rename(columns=str), np.arange(2, len(frame) + 2, dtype=np.int64), 0, 0)


def _text(value: object) -> str | None:
    """A cell of a data frame as a file would have it. Beside a missing cell pandas makes 1 into 1.0: it is 1 again."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return None if value is None else str(value).strip() or None
