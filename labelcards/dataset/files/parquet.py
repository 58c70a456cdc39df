"""The clean tables of a label version as Parquet files: equal tables are equal bytes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from labelcards.dataset.contract.order import contract_columns, contract_frame, ordered
from labelcards.dataset.contract.tables import CONTRACT, SIDE_TABLES
from labelcards.dataset.version.label_version import LabelVersion
from labelcards.documents.folders import staged_folder
from labelcards.documents.manifest import DatasetManifest
from labelcards.documents.version_manifest import VersionManifest
from labelcards.documents.yaml_file import shown
from labelcards.errors import InputError, Problem

__all__ = ["read_tables", "write_tables"]

_TIME = pa.timestamp("us", tz="UTC")
_ROW_GROUP = 1 << 17


def write_tables(version: LabelVersion, folder: Path) -> None:
    """Write ``<table>.parquet`` for every table of the contract into ``folder``, which is replaced as a whole.

    The files hold no index, no pandas metadata and no clock; rows are sorted by their keys.
    """
    with staged_folder(folder) as staged:
        for name in CONTRACT:
            frame: pd.DataFrame = getattr(version, name)
            table = _arrow(name, ordered(name, frame))
            pq.write_table(
                table,
                staged / f"{name}.parquet",
                compression="zstd",
                compression_level=3,
                row_group_size=_ROW_GROUP,
                store_schema=False,
                version="2.6",
            )


def _arrow(name: str, frame: pd.DataFrame) -> pa.Table:
    times = CONTRACT[name].times
    later = CONTRACT[name].later
    kept = [column for column in frame.columns if column not in later or frame[column].notna().any()]
    arrays = [
        pa.array(frame[column], type=_TIME if column in times else pa.string(), from_pandas=True) for column in kept
    ]
    return pa.table(arrays, names=kept)


def read_tables(folder: Path, manifest: DatasetManifest, version: VersionManifest) -> LabelVersion:
    """The tables that `write_tables` wrote.

    Declared columns that the anonymize stage dropped are absent.

    Raises:
        InputError: a file is missing, damaged, or does not have the contract's columns.
    """
    frames: dict[str, pd.DataFrame] = {}
    problems: list[Problem] = []
    for name in CONTRACT:
        path = folder / f"{name}.parquet"
        if name in SIDE_TABLES and getattr(version.tables, name) is None and not path.exists():
            continue  # written before there were such tables
        try:
            table = pq.read_table(path, partitioning=None)
        except (OSError, pa.ArrowInvalid):
            what = "is damaged" if path.exists() else "does not exist"
            problems.append(Problem(shown(path), "missing-file", f"The table {what}.", "Run `dvc repro`."))
            continue
        problems += _misfits(name, path, table, manifest)
        frames[name] = _pandas(name, table, manifest)
    if problems:
        raise InputError(problems)
    return LabelVersion(manifest=manifest, version=version, **frames)


def _misfits(name: str, path: Path, table: pa.Table, manifest: DatasetManifest) -> list[Problem]:
    contract = CONTRACT[name]
    known = contract_columns(name, manifest)
    due = [column for column in (*contract.required, *contract.optional) if column not in contract.later]
    wrong = [column for column in due if column not in table.column_names]
    wrong += [column for column in table.column_names if column not in known]
    wrong += [
        field.name
        for field in table.schema
        if field.name in known and field.type != (_TIME if field.name in contract.times else pa.string())
    ]
    message = "The column does not fit the contract of the table."
    return [Problem(shown(path), "wrong-column", message, "Run `dvc repro`.", column=column) for column in wrong]


def _pandas(name: str, table: pa.Table, manifest: DatasetManifest) -> pd.DataFrame:
    times = CONTRACT[name].times
    naive = [
        column.cast(pa.timestamp("us")) if field.name in times and pa.types.is_timestamp(field.type) else column
        for field, column in zip(table.schema, table.columns, strict=True)
    ]
    frame = pa.table(naive, names=table.column_names).to_pandas()
    known = {*frame.columns, *CONTRACT[name].later}
    present = [column for column in contract_columns(name, manifest) if column in known]
    return contract_frame(name, frame, manifest)[present]
