"""``labelcards agreement``, and `labelcards.agreement`: one table in, agreement out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import pandas as pd

from labelcards.actions.one_file.export_reading import export_readings
from labelcards.actions.one_file.table import as_file
from labelcards.assess.one_table.agreement import table_agreement
from labelcards.cards.warning_text import in_words
from labelcards.dataset.files.table_file import FileTable, read_table
from labelcards.documents.table_agreement import TableAgreement
from labelcards.errors import InputError, Problem
from labelcards.inspection.options import Layout, ReadingOptions
from labelcards.inspection.table_reading import TableReading, read_meaning
from labelcards.metrics.agreement.distances import WeightScheme
from labelcards.metrics.intervals.uncertainty import IntervalMethod, IntervalPlan

__all__ = ["agreement", "agreements", "file_agreements"]


def agreement(
    table: pd.DataFrame | str | Path,
    *,
    item: str | None = None,
    annotator: str | None = None,
    label: str | None = None,
    level: str | None = None,
    labels: Sequence[str] | None = None,
    missing: Sequence[str] = (),
    layout: Layout | Literal["auto"] = "auto",
    weights: WeightScheme | None = None,
    interval: IntervalMethod = "jackknife",
    seed: int = 1,
    encoding: str | None = None,
) -> TableAgreement:
    """How far the annotators of a table agree: all coefficients that suit its labels.

    Args:
        table: a data frame, or the path of a table (CSV, TSV, JSON, Parquet, Excel). Missing and blank cells are no
            annotations, and neither are the usual markers such as ``NA``.
        item, annotator, label: its columns, or ``label_*`` for the annotators of a wide table. What is not given is
            seen from the table, and said in `TableAgreement.reading`; see `labelcards.inspection`.
        level: the kind of label: ``nominal``, ``ordinal``, ``multilabel``, ``interval`` or ``ratio``. When None,
            answers are sets of labels where they look like it, else nominal.
        labels: all labels that could be chosen, in ascending order where they have one.
        missing: further texts that mean "no answer"; ``""`` alone: not even the usual ones do.
        layout: one of `labelcards.inspection.options.LAYOUTS`, or ``auto``: seen from the table.
        weights: of the weighted coefficients; ordered levels only, quadratic when absent.
        interval: how 95% intervals are made: ``jackknife``, or a ``percentile`` or ``bca`` bootstrap, over items.
        seed: of a bootstrap.
        encoding: of a text file that is not UTF-8, such as ``cp1252``.

    Returns:
        `TableAgreement`: figures by coefficient. 1 is perfect agreement; 0 of a chance-corrected coefficient is what
        chance gives.

    Raises:
        InputError: the table or the arguments do not fit, or the table can be read in two ways; all problems at once,
            and none quotes a value. Rows are counted as a spreadsheet does, so that the first row of a data frame is
            row 2.

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
    options = ReadingOptions(
        item=item,
        annotator=annotator,
        label=() if label is None else (label,),
        layout=None if layout == "auto" else layout,
        level=level,
        labels=None if labels is None else tuple(labels),
        missing=tuple(missing),
        usual_missing=tuple(missing) != ("",),
    )
    plan = IntervalPlan(interval, seed=seed)
    if isinstance(table, pd.DataFrame):
        return agreements(as_file(table), options, weights=weights, plan=plan)[0]
    found = file_agreements(Path(table), options, encoding=encoding, weights=weights, plan=plan)
    if len(found) > 1:
        message = "The file holds several questions."
        names = " or ".join(f"label='{each.question}'" for each in found[:8])
        raise InputError([Problem(str(table), "several-questions", message, f"Read it as a table and give {names}.")])
    return found[0]


def file_agreements(
    path: Path,
    options: ReadingOptions,
    *,
    encoding: str | None = None,
    weights: WeightScheme | None = None,
    plan: IntervalPlan | None = None,
) -> tuple[TableAgreement, ...]:
    """The agreement of each question of a file: a labelling tool's export, or a table.

    Raises:
        InputError: as for `agreement`.
    """
    readings = export_readings(path, options, encoding)
    if not readings:
        return agreements(read_table(path, encoding, header=options.header), options, weights=weights, plan=plan)
    return tuple(found for reading in readings for found in _measured(reading, weights, plan))


def agreements(
    file: FileTable, options: ReadingOptions, *, weights: WeightScheme | None = None, plan: IntervalPlan | None = None
) -> tuple[TableAgreement, ...]:
    """The agreement of each question of a table.

    Raises:
        InputError: as for `agreement`.
    """
    return _measured(read_meaning(file, options), weights, plan)


def _measured(
    reading: TableReading, weights: WeightScheme | None, plan: IntervalPlan | None
) -> tuple[TableAgreement, ...]:
    said = tuple(note.sentence for note in reading.notes)
    found = []
    for question in reading.questions.values():
        measured, warnings = table_agreement(question, reading, weights=weights, plan=plan)
        again = f"{measured.repeated:,} annotations are an annotator's second of an item; the last in the file counts."
        reading_said = (*said, again) if measured.repeated else said
        found.append(measured.model_copy(update={"reading": reading_said, "warnings": in_words(warnings)}))
    return tuple(found)
