"""The column contract of the tables, and their Parquet files.

Long format, one row per judgement. Every column has pandas' ``str`` type (missing values are NaN, never an empty
string) except the times, which are ``datetime64[us]`` in UTC without a zone mark (missing ones are NaT). In Parquet,
times carry the mark UTC.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CONTRACT", "SIDE_TABLES", "TableContract"]


@dataclass(frozen=True, slots=True)
class TableContract:
    """The columns of one table.

    Attributes:
        name: ``items``, ``annotations``, ``annotators``, ``gold``, ``adjudications``, ``audit`` or ``predictions``.
        key: columns whose combination is unique; empty when rows may repeat.
        required: columns that must be present and filled.
        optional: columns that may be absent; absent ones are added as NA.
        times: the columns among these that hold times.
        later: the optional columns that came after files were written: Parquet files have them where a row fills them.
        open: whether the manifest may declare further columns.
    """

    name: str
    key: tuple[str, ...]
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    open: bool = False


CONTRACT: dict[str, TableContract] = {
    contract.name: contract
    for contract in (
        TableContract("items", key=("item_id",), required=("item_id",), open=True),
        TableContract(
            "annotations",
            key=(),
            required=("item_id", "annotator_id", "question", "label"),
            optional=("started_at", "submitted_at", "batch", "source", "suggested_by"),
            times=("started_at", "submitted_at"),
            later=("suggested_by",),
        ),
        TableContract("annotators", key=("annotator_id",), required=("annotator_id",), open=True),
        TableContract("gold", key=("item_id", "question"), required=("item_id", "question", "label")),
        TableContract(
            "adjudications",
            key=("item_id", "question"),
            required=("item_id", "question", "label"),
            optional=("by", "at", "reason"),
            times=("at",),
        ),
        TableContract(
            "audit",
            key=("item_id", "question"),
            required=("item_id", "question", "label"),
            optional=("by", "at", "stratum", "stratum_items"),
            times=("at",),
        ),
        TableContract(
            "predictions",
            key=("item_id", "question", "label"),
            required=("item_id", "question", "label"),
            optional=("probability",),
        ),
    )
}

SIDE_TABLES = ("audit", "predictions")
"""Tables that say something about the labels without being part of them: a checked sample, a model's probabilities."""
